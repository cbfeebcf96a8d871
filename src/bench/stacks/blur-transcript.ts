import type { Random } from '../../../fixtures/generate/random.ts'
import type { Transcript, Word } from '../../../schemas/transcript.ts'

/** Letters that recognition takes for one another. */
const ALIKE: Readonly<Record<string, string>> = {
  ...{ '0': 'O', O: '0', '1': 'l', l: '1', I: 'l', '5': 'S', S: '5', '8': 'B', B: '8', '6': 'G', '2': 'Z' },
  ...{ e: 'c', c: 'e', n: 'r', a: 'o', u: 'v', t: 'f', m: 'n', '7': '1', '3': '8', '9': '4', '.': ',' },
}
const SHARE_MISREAD = 0.012
const SHARE_LOST = 0.006
/** How far boxes are off, in points. */
const JITTER = 1.2

/** What recognition would make of a clean page as a scan: letters misread, words lost, places a little off. */
export function blurTranscript(transcript: Transcript, random: Random): Transcript {
  return {
    ...transcript,
    ocrLanguages: ['eng'],
    pages: transcript.pages.map((page) => ({
      ...page,
      source: page.words.length === 0 ? 'none' : 'ocr',
      words: page.words.flatMap((word) => (random.chance(SHARE_LOST) ? [] : [blurWord(word, random)])),
    })),
  }
}

function blurWord({ text, box }: Word, random: Random): Word {
  const [left, top, right, bottom] = box
  const off = () => (random.next() - 0.5) * JITTER
  return {
    text: [...text].map((letter) => (random.chance(SHARE_MISREAD) ? (ALIKE[letter] ?? letter) : letter)).join(''),
    box: [left + off(), top + off(), right + off(), bottom + off()],
    source: 'ocr',
    confidence: 0.6 + 0.39 * random.next(),
  }
}
