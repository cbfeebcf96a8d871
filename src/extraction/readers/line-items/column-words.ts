import { type ColumnMeaning, entriesOf } from '../../locales/locale.ts'
import { keyOf } from '../../notation/plain-text.ts'

/**
 * Names of columns in languages that have no locale of their own yet. Only whole cells of a head are compared with them, so short words do
 * no harm. A language that gets a locale is struck out here.
 */
const WORDS: Readonly<Record<string, Partial<Record<ColumnMeaning, string>>>> = {
  pl: {
    position: 'lp; l.p.; poz',
    itemCode: 'kod; symbol; indeks; pkwiu; kod towaru; gtu; cn',
    description:
      'nazwa; nazwa towaru; nazwa towaru lub usługi; nazwa towaru/usługi; nazwa usługi; opis; towar/usługa; nazwa towaru / usługi; wyszczególnienie; produkt',
    quantity: 'ilość; il; ilosc; liczba',
    unit: 'jm; j.m.; jedn; miara; jednostka; jedn miary',
    unitPrice:
      'cena; cena netto; cena jedn; cena jedn netto; cena jednostkowa; cena jednostkowa netto; cena j netto; cena brutto',
    discount: 'rabat; rabat %; upust',
    vatRate: 'vat; stawka vat; vat %; stawka; % vat; st vat',
    vatAmount: 'kwota vat; wartość vat; podatek; podatek vat',
    netAmount: 'wartość; wartość netto; kwota netto; kwota; netto; razem; suma',
    grossAmount: 'wartość brutto; kwota brutto; brutto',
  },
  cs: {
    position: 'č; poř; pol; řádek',
    itemCode: 'kód; katalogové číslo; číslo zboží',
    description:
      'název; popis; označení dodávky; položka; předmět; název položky; zboží; označení; předmět plnění; popis položky; text; služba',
    quantity: 'množství; počet; mnoz; počet mj; ks; hodin',
    unit: 'mj; m.j.; jednotka; měrná jednotka',
    unitPrice:
      'cena; cena za mj; cena/mj; j.cena; jednotková cena; cena za jednotku; jedn cena; cena za ks; cena bez dph; j cena; cena za kus',
    discount: 'sleva; sleva %',
    vatRate: 'dph; dph %; sazba; sazba dph; %dph; % dph',
    vatAmount: 'dph kč; výše dph; částka dph',
    netAmount: 'celkem; celkem bez dph; cena celkem; základ; základ daně; celkem bez daně; částka; cena celkem bez dph',
    grossAmount: 'celkem s dph; kč celkem; cena s dph; cena celkem s dph; celkem vč dph',
  },
  sv: {
    position: 'rad; nr; pos',
    itemCode: 'artnr; art nr; artikelnr; artikelnummer; art.nr; artikel nr',
    description: 'benämning; beskrivning; artikel; produkt; specifikation; text; tjänst; avser; produkt/tjänst',
    quantity: 'antal; lev ant; kvantitet; ant; lev antal; timmar; tim',
    unit: 'enhet; enh',
    unitPrice:
      'pris; á-pris; à-pris; a-pris; apris; pris/enhet; styckpris; pris per enhet; enhetspris; pris exkl moms; á pris; à pris',
    discount: 'rabatt; rabatt %; rab %',
    vatRate: 'moms; moms %; momssats',
    vatAmount: 'momsbelopp; moms kr',
    netAmount:
      'belopp; summa; radsumma; nettobelopp; belopp sek; totalt; total; summa exkl moms; netto; belopp exkl moms; radbelopp',
    grossAmount: 'summa inkl moms; belopp inkl moms; totalt inkl moms',
  },
  da: {
    position: 'nr; linje; pos',
    itemCode: 'varenr; varenummer; vare nr; vare',
    description: 'beskrivelse; varetekst; tekst; ydelse; produkt; betegnelse; varebetegnelse; specifikation',
    quantity: 'antal; mængde; timer; stk',
    unit: 'enhed; enh',
    unitPrice: 'pris; enhedspris; stk pris; stykpris; stk. pris; à pris; a pris; pris pr stk; pris pr enhed; pris/stk',
    discount: 'rabat; rabat %',
    vatRate: 'moms; moms %; momssats',
    vatAmount: 'momsbeløb',
    netAmount:
      'beløb; i alt; total; pris i alt; linjetotal; sum; beløb ekskl moms; ialt; beløb dkk; nettobeløb; subtotal',
    grossAmount: 'i alt inkl moms; beløb inkl moms; total inkl moms',
  },
  nb: {
    position: 'nr; linje; pos',
    itemCode: 'varenr; varenummer; produktnr; prod nr; artikkelnr; art nr',
    description:
      'beskrivelse; varetekst; tekst; tjeneste; produkt; betegnelse; varebeskrivelse; artikkel; produktbeskrivelse',
    quantity: 'antall; mengde; timer; ant; stk',
    unit: 'enhet; enh',
    unitPrice: 'pris; enhetspris; stk pris; stykkpris; à pris; a-pris; pris pr enhet; pris eks mva; pris/enhet; á pris',
    discount: 'rabatt; rab %; rabatt %',
    vatRate: 'mva; mva %; mva-sats; mva sats',
    vatAmount: 'mva-beløp; mva beløp; mva kr',
    netAmount: 'beløp; sum; totalt; total; beløp eks mva; sum eks mva; nettobeløp; netto; nok; beløp nok',
    grossAmount: 'sum inkl mva; beløp inkl mva; totalt inkl mva',
  },
  fi: {
    position: 'rivi; nro',
    itemCode: 'koodi; tuotenro; tuotekoodi; tuotenumero; tuote nro',
    description: 'kuvaus; nimike; tuote; selite; tuotenimi; palvelu; tuote/palvelu; tuotteen nimi; nimi; otsikko',
    quantity: 'määrä; kpl; lkm; maara; tunnit',
    unit: 'yks; yksikkö; yks.',
    unitPrice:
      'hinta; à-hinta; a-hinta; á-hinta; yksikköhinta; a hinta; à hinta; veroton hinta; hinta alv 0%; yks hinta; hinta/yks; kpl-hinta',
    discount: 'alennus; ale %; alennus %; ale; ale-%; alennus-%',
    vatRate: 'alv; alv %; alv-%; alv-kanta; vero; vero %; verokanta; alv%',
    vatAmount: 'alv eur; alv euroa; veron määrä; alv yht; vero eur',
    netAmount:
      'summa; yhteensä; veroton; veroton yhteensä; netto; verot. yhteensä; yht; veroton summa; rivisumma; summa alv 0%',
    grossAmount: 'verollinen; verollinen yhteensä; brutto; yhteensä sis alv; verollinen summa; yhteensä eur',
  },
  tr: {
    position: 'sıra; sıra no; no; sn',
    itemCode: 'kod; ürün kodu; stok kodu; malzeme kodu; mal kodu; barkod',
    description:
      'açıklama; mal hizmet; mal/hizmet; ürün; hizmet; mal hizmet cinsi; cinsi; ürün adı; malın cinsi; ürün/hizmet; mal hizmet adı; mal / hizmet',
    quantity: 'miktar; adet; miktarı',
    unit: 'birim; birimi; brm',
    unitPrice: 'birim fiyat; fiyat; birim fiyatı; b.fiyat; fiyatı; br fiyat',
    discount: 'iskonto; iskonto oranı; iskonto tutarı; indirim; isk %; iskonto %',
    vatRate: 'kdv; kdv oranı; kdv %; %kdv; kdv oran',
    vatAmount: 'kdv tutarı; kdv tutar',
    netAmount:
      'tutar; mal hizmet tutarı; toplam; tutarı; net tutar; toplam tutar; kdv hariç tutar; mal / hizmet tutarı',
    grossAmount: 'kdv dahil tutar; kdv dahil; kdv dahil toplam; genel tutar',
  },
}

const SUM_WORDS = `razem; suma; do zapłaty; ogółem; w tym; wartość netto; celkem; celkem k úhradě; k úhradě; základ daně; součet; rekapitulace; mezisoučet;
att betala; summa; netto; totalt; moms; öresavrundning; delsumma; exkl moms; i alt; total; at betale; subtotal; heraf moms; moms;
å betale; sum; herav mva; mva; totalt; delsum; yhteensä; maksettava; veroton; alv; loppusumma; välisumma; yhteensä eur; ara toplam; toplam; genel toplam; kdv;
ödenecek tutar; hesaplanan kdv; mal hizmet toplam tutarı; vergiler dahil toplam tutar; vergi hariç tutar`

const MEANINGS: ReadonlyMap<string, ColumnMeaning> = new Map(
  Object.values(WORDS).flatMap((words) =>
    Object.entries(words).flatMap(([meaning, list]) =>
      entriesOf(list).map((entry): [string, ColumnMeaning] => [keyOf(entry), meaning as ColumnMeaning]),
    ),
  ),
)
const SUMS: ReadonlySet<string> = new Set(entriesOf(SUM_WORDS).map(keyOf))

/** What a whole cell of a head names in the languages above. */
export function meaningOfWord(key: string): ColumnMeaning | null {
  return MEANINGS.get(key) ?? null
}

/** Whether a text names a sum in the languages above ("Razem", "K úhradě"). */
export function namesSum(text: string): boolean {
  return SUMS.has(keyOf(text.replace(/[\d.,]+\s?%?/g, ' ')))
}
