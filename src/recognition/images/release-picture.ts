/**
 * Gives the memory of a picture back at once; it must not be used any more. The collector does not see how big pictures are and comes late,
 * and the engine that reads the page needs its memory while the page's colours are still there.
 */
export function releasePicture({ data }: { data: Uint8Array }): void {
  if (data.buffer instanceof ArrayBuffer && !data.buffer.detached) data.buffer.transfer(0)
}
