/** A page as people look at it. */
export type PageImage = {
  /** Counts from 1. */
  page: number
  /** WebP at a readable size, about 150 dpi. */
  image: Buffer
  /** WebP, for lists. */
  thumbnail: Buffer
  /** Of `image`, in pixels. */
  width: number
  height: number
}
