import sharp from 'sharp'

/** An empty page as large as recognition's pictures are, WebP. */
export async function drawEmptyPage(): Promise<Buffer> {
  const white = { width: 1240, height: 1750, channels: 3 as const, background: '#ffffff' }
  return await sharp({ create: white }).webp().toBuffer()
}

/** A picture of a page as a small file. */
export async function writeWebp(picture: Buffer, path: string): Promise<void> {
  await sharp(picture).webp({ quality: 82 }).toFile(path)
}
