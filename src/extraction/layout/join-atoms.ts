import type { Atom, Line } from './types.ts'

/** The text of atoms that stand side by side, and where each begins in it. */
export function joinAtoms(atoms: readonly Atom[]): Pick<Line, 'text' | 'offsets'> {
  const offsets: number[] = []
  let text = ''
  for (const atom of atoms) {
    if (text !== '') text += ' '
    offsets.push(text.length)
    text += atom.text
  }
  return { text, offsets }
}
