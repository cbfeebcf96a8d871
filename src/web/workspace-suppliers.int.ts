/** The master data of suppliers as a clerk keeps it: entered, changed, taught, merged, removed. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asJson } from '../database/json.ts'
import { newId } from '../http/testing/records.ts'
import { type Desk, openDesk } from './testing/open-desk.ts'

let desk: Desk
let page: Page
let complaints: string[]

beforeAll(async () => {
  desk = await openDesk()
  ;({ page, complaints } = await desk.signIn('clerk@acme.example', 'clerk'))
})
afterAll(() => desk?.close())

const idInAddress = () => new URL(page.url()).pathname.split('/').at(-1) ?? ''

async function enter(name: string): Promise<string> {
  await page.goto(`${desk.base}/workspace/acme/suppliers/new`)
  await page.getByRole('textbox', { name: 'Supplier', exact: true }).fill(name)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name, exact: true }).waitFor()
  return idInAddress()
}

test('one is entered and changed; an account that a person enters is trusted', async () => {
  await enter('Segelmacher Tau')
  await page.getByText('Change or merge').click()
  await page.getByLabel('Bank accounts that are trusted (one a line)').fill('DE89 3704 0044 0532 0130 00')
  await page.getByLabel('Mail domains (one a line)').fill('tau.example')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('cell', { name: /^DE89 ?3704/ }).waitFor()
  await page.getByRole('cell', { name: 'Trusted', exact: true }).waitFor()
  await page.getByText('tau.example').first().waitFor()
})

test('what was learned is shown with where from, mended and forgotten', async () => {
  const supplier = await enter('Lehrling GmbH')
  await desk.http.db
    .insertInto('supplier_lesson')
    .values({
      id: newId(),
      supplier_id: supplier,
      layout_id: null,
      kind: 'constant',
      subject: 'currency',
      content: asJson({ value: 'EUR' }),
      hits: 3,
      misses: 1,
      invoice_id: desk.books.posted,
      created_at: desk.http.ports.now(),
    })
    .execute()
  await page.reload()
  const learned = page.getByRole('region', { name: 'What was learned', exact: true })
  await learned.getByRole('link', { name: 'R-2026-11' }).waitFor()
  await learned.getByRole('button', { name: /^Edit/ }).click()
  await learned.getByRole('textbox', { name: 'Currency' }).fill('CHF')
  await learned.getByRole('textbox', { name: 'Currency' }).press('Enter')
  await learned.getByText('CHF').waitFor()
  await learned.getByText('changed by clerk@acme.example').waitFor()
  await learned.getByRole('button', { name: /^Forget/ }).click()
  await learned.getByText('Nothing here yet.').waitFor()
})

test('two that are one are merged, and the name that goes is known as another name of the one that stays', async () => {
  const stays = await enter('Kite & Sons')
  await enter('Kite and Sons Ltd')
  await page.getByText('Change or merge').click()
  await page.getByLabel('Search the supplier that stays').fill('Kite &')
  await page.getByRole('button', { name: 'Merge into Kite & Sons' }).click()
  await page.waitForURL(`**/suppliers/${stays}`)
  await page.getByText('Kite and Sons Ltd').first().waitFor()
})

test('one is taken out after being asked twice', async () => {
  await enter('Mistake Ltd')
  await page.getByText('Change or merge').click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('button', { name: 'Remove Mistake Ltd for good' }).click()
  await page.getByRole('heading', { name: 'Suppliers' }).waitFor()
  await page.getByRole('searchbox').fill('Tau')
  await page.getByRole('link', { name: 'Segelmacher Tau' }).waitFor()
  expect(await page.getByRole('link', { name: 'Mistake Ltd' }).count()).toBe(0)
  expect(complaints).toEqual([])
})
