import type { Syntax } from '../../../schemas/e-invoice.ts'

/** What CII D16B and ZUGFeRD 1.0 (an earlier CII) name differently. */
export type Dialect = {
  syntax: Extract<Syntax, 'cii' | 'zugferd-1'>
  context: string
  document: string
  transaction: string
  agreement: string
  delivery: string
  settlement: string
  totals: string
  lineAgreement: string
  lineDelivery: string
  lineSettlement: string
  lineTotals: string
  rate: string
}

const CII: Dialect = {
  syntax: 'cii',
  context: 'rsm:ExchangedDocumentContext',
  document: 'rsm:ExchangedDocument',
  transaction: 'rsm:SupplyChainTradeTransaction',
  agreement: 'ram:ApplicableHeaderTradeAgreement',
  delivery: 'ram:ApplicableHeaderTradeDelivery',
  settlement: 'ram:ApplicableHeaderTradeSettlement',
  totals: 'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
  lineAgreement: 'ram:SpecifiedLineTradeAgreement',
  lineDelivery: 'ram:SpecifiedLineTradeDelivery',
  lineSettlement: 'ram:SpecifiedLineTradeSettlement',
  lineTotals: 'ram:SpecifiedTradeSettlementLineMonetarySummation',
  rate: 'ram:RateApplicablePercent',
}

const ZUGFERD_1: Dialect = {
  syntax: 'zugferd-1',
  context: 'rsm:SpecifiedExchangedDocumentContext',
  document: 'rsm:HeaderExchangedDocument',
  transaction: 'rsm:SpecifiedSupplyChainTradeTransaction',
  agreement: 'ram:ApplicableSupplyChainTradeAgreement',
  delivery: 'ram:ApplicableSupplyChainTradeDelivery',
  settlement: 'ram:ApplicableSupplyChainTradeSettlement',
  totals: 'ram:SpecifiedTradeSettlementMonetarySummation',
  lineAgreement: 'ram:SpecifiedSupplyChainTradeAgreement',
  lineDelivery: 'ram:SpecifiedSupplyChainTradeDelivery',
  lineSettlement: 'ram:SpecifiedSupplyChainTradeSettlement',
  lineTotals: 'ram:SpecifiedTradeSettlementMonetarySummation',
  rate: 'ram:ApplicablePercent',
}

/** The dialects by their root element. */
export const DIALECTS: ReadonlyMap<string, Dialect> = new Map([
  ['rsm:CrossIndustryInvoice', CII],
  ['rsm:CrossIndustryDocument', ZUGFERD_1],
  // Its release candidate; UBL's Invoice has another prefix.
  ['rsm:Invoice', ZUGFERD_1],
])
