export { fill, type Values } from '../../../wording/fill.ts'
