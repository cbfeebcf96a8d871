/** Those whose data Billhook brings along, as tesseract names them. */
export const OCR_LANGUAGES: readonly string[] = 'eng,deu,fra,ita,spa,nld,por,pol,ces,swe,dan,nor,fin,tur'.split(',')
