/** Rules of the norm that no program can check: they ask whether a text and a code mean the same. */
export const FOR_PEOPLE: readonly { id: string; reason: string }[] = [
  {
    id: 'BR-CO-05',
    reason: 'whether the reason of an allowance (BT-97) means what its code (BT-98) does, only people can say',
  },
  {
    id: 'BR-CO-06',
    reason: 'whether the reason of a charge (BT-104) means what its code (BT-105) does, only people can say',
  },
  {
    id: 'BR-CO-07',
    reason: "whether the reason of a line's allowance (BT-139) means what its code (BT-140) does, only people can say",
  },
  {
    id: 'BR-CO-08',
    reason: "whether the reason of a line's charge (BT-144) means what its code (BT-145) does, only people can say",
  },
]
