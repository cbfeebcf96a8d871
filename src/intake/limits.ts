/** What one delivery may hold; issue 1 and the README name these figures. Bytes. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024
export const MAX_MAIL_BYTES = 35 * 1024 * 1024
export const MAX_PARTS = 50
