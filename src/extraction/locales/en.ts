import type { Locale } from './locale.ts'

export const en: Locale = {
  code: 'en',
  decimal: '.',
  dateOrder: 'dmy',
  words:
    'the; of; and; for; this; your; please; thank; you; with; is; are; be; not; by; on; within; all; any; payment; business; phone; from; street; shipped',
  months: `january, jan; february, feb; march, mar; april, apr; may; june, jun; july, jul; august, aug; september, sep, sept; october, oct;
    november, nov; december, dec`,
  labels: {
    invoiceNumber: `invoice number; invoice no; invoice num; invoice nr; invoice #; inv no; inv #; inv number; invoice id; invoice ref; invoice reference;
      tax invoice no; tax invoice number; bill number; bill no; bill #; credit note number; credit note no; credit note #; credit memo number;
      credit memo no; credit memo #; credit number; receipt number; receipt no; receipt #; document number; document no; document #; doc no; our invoice;
      invoice document number; statement no; vat invoice no; vat invoice number; number of invoice; no of invoice; invoice nbr; proforma invoice no; proforma no;
      invoice code; original invoice no; transaction no; tax inv no; cash bill no; receipt id`,
    issueDate: `invoice date; tax point / date; date / tax point; tax point; tax point date; date of invoice; invoice issue date; issue date; date of issue; issued on; issued at; issued; billing date; bill date; date issued; inv date;
      tax invoice date; credit note date; document date; receipt date; doc date; dated; invoiced on; invoice created; tax date; date of receipt; date time; date/time; creation date;
      invoice date tax point; date tax point; inv dt; posting date; transaction date; credit date; credit memo date; date of bill`,
    dueDate: `due date; payment due; payment due date; date due; due by; due on; pay by; please pay by; payment due by; payable by; due; invoice due date; must be paid by;
      please remit until; remit by; payment date; net due date; amount due by; please pay before; to be paid by; payment deadline; due date for payment; total amount due on;
      payable before; payable until; expiry date for payment; balance due date; paymentdue; final due date; last date of payment; pay before; bill due date; due for payment on`,
    netTotal: `subtotal; sub total; net total; total net; net amount; net; net value; total excluding vat; total excl vat; total ex vat; total exc vat; excl vat;
      total before tax; amount before tax; taxable amount; taxable value; total net amount; total without vat; total excluding tax; total excl tax; total exclusive of vat;
      subtotal excl vat; subtotal excluding vat; subtotal ex vat; net worth; net invoice amount; total net value; invoice subtotal; total exc gst; total excl gst; total excluding gst; sub-total less discount; subtotal less discount;
      total excluding gst; goods total; total amount excluding tax; net sum; sum net; vatable amount; total taxable amount; taxable total; sum excl vat; price excl vat; net subtotal; amount excl vat; amount excluding vat; amount ex vat; total untaxed; untaxed amount; charges; total charges;
      net goods; goods value; assessable value; total price without tax; total w/o tax; total w/o vat; amount net; excluding vat; merchandise total; total sales excluding gst`,
    taxTotal: `vat; tax; sales tax; total vat; total tax; tax total; vat total; vat amount; tax amount; gst; gst amount; total gst; hst; pst; plus vat; value added tax; total vat amount;
      total tax amount; tax payable; igst; cgst; sgst; estimated tax; vat payable; sum vat; amount of vat; vat value; output tax; service tax; taxes; total taxes; including vat; incl vat; of which vat; includes vat; vat included; gst included; includes gst;
      gst payable; gst total; tax due; vat due; sst; vat at; add vat; add gst; total output tax; state tax; county tax; city tax; sales taxes`,
    grossTotal: `total; grand total; invoice total; total amount; total invoice amount; total incl vat; total including vat; total inc vat; total with vat; gross total; gross amount;
      gross; total gross; total including tax; total incl tax; total inc gst; total incl gst; total including gst; invoice amount; total for this invoice; amount total; total price; total value; total sum; final total; total invoice; order total; total to pay incl vat; bill total;
      total amount incl vat; amount incl vat; amount including vat; gross worth; gross value; total invoice value; total bill amount; total charge; receipt total; total sales; total sales inclusive of gst; total sales incl gst; total rm; total eur; total usd; total gbp; total chf; total sales inclusive gst; total inclusive gst; nett total; net total payable; net total amount payable; total amount inclusive of gst;
      credit total; total credit; total credit amount; total refund; invoice grand total; total with tax; total w/ tax; total w/ vat; overall total; total net payable; rounded total; total rounded; total after rounding; total incl; total inc; total amount payable; nett amount; total bill; total inclusive of vat; total sales amount; total after tax`,
    amountDue: `amount due; balance due; total due; amount payable; payable amount; due payable; total payable; balance; balance payable; please pay; amount to pay; to pay; total to pay; payment amount; net amount due; amount owing; total amount due; residual; amount to be paid; pay this amount;
      outstanding balance; outstanding amount; invoice balance; current balance; total owing; amount outstanding; remaining balance; remaining amount; balance owing; new balance; total balance due; total balance; net payable; due amount; payment due amount; total amount payable; balance to pay; invoice amount due; total due now; amount now due; you owe`,
    iban: 'iban; iban no; iban number; iban code; account iban',
    vatId: `vat id; vat no; vat number; vat reg no; vat registration number; vat registration no; vat reg; vat identification number; vat id no; vat-id; vat code; gst no; gst id; gst reg no; gstin; gst registration number;
      gst registration no; vat regn no; eu vat; uid; company vat; vat/tin; vat tin; our vat number; our vat no; supplier vat number; seller vat id; gst number; vat reg number; vat registered number; gstin/uin`,
    taxNumber: `utr; unique taxpayer reference; tax id; tax number; tax no; tax reg no; tin; tin no; ein; federal tax id; fed tax id; tax identification number; abn; tax registration number; pan; pan no; federal id; fein; tax payer id; taxpayer id; company tax id; employer identification number; service tax no; service tax #; sst no; sst id; sst reg no`,
    paymentReference: `payment reference; reference for payment; payment ref; remittance reference; use the following communication for your payment; please use the following communication for your payment; payment id; reference number for payment; please quote; quote reference; payment communication; payment reference number; bank reference; transfer reference; kid number; reference to payment; please quote reference; giro reference; bpay ref; please state when paying; when paying please quote`,
    purchaseOrder: `po number; po no; po #; p.o. number; p.o. no; p.o. #; p.o.; po; purchase order; purchase order number; purchase order no; purchase order #; customer po; customer po number; customer po no; your order; your order number; your order no; your order ref; your reference; your ref; cust po; customer order no; customer order number;
      customer order; your po; po ref; order reference; buyer reference; customer purchase order; client order number; po reference; your purchase order; cust po no; customer reference; customer ref; purchase order ref; cust order no`,
    supplier: `from; seller; sold by; vendor; supplier; issued by; bill from; billed by; remit to; service provider; billing company; remit address; remittance address; send remittance to; remit payments to; please remit to; please remit payment to; issuer; invoice from; biller; provider; payee; make checks payable to; make all checks payable to; please make checks payable to; pay to; payable to; account holder; account name; beneficiary; beneficiary name; payment to;
      sold from; vendor name; supplier name; seller name; company name; name of seller; from company; send payment to; remit payment to; merchant; exporter; shipper; consignor; account owner; name of account; cheques payable to; please make cheques payable to; checks payable to; vendor details; supplier details; seller details; our company; ordered from; property; contractor; from name; in favor of; in favour of`,
    customer: `bill to; billed to; sold to; invoice to; customer; client; buyer; bill to address; billing address; invoice address; customer name; client name; to; attn; attention; purchaser; invoiced to; sold-to; bill-to; customer details; client details; recipient; buyer name; invoice recipient; charge to; customer address; bill to party; billed for; for; guest name; client address; invoicee; customer company; customer information; buyer details; billing details; bill to name; payer; paid by; account of; advertiser; agency; agency name; advertiser name`,
    otherParty: `ship to; deliver to; delivery address; shipping address; ship-to; shipped to; consignee; delivered to; ship to address; service address; place of supply; site address; delivery to; goods delivered to; job site; installation address; project address; delivered at; notify party; place of delivery; shipping to; salesperson; sales contact; prepared by; account executive; approved by; authorised by; sales rep; ship from; warehouse address`,
    date: 'date; dt; on date; date printed',
    number: 'no; number; #; ref; reference; reference no; reference number; ref no; our reference; our ref; id',
    prepaid: `paid; amount paid; paid amount; deposit; deposit paid; prepaid; advance payment; advance; less deposit; less payment; payments received; payment received; paid to date; payments; already paid; total paid; less paid; down payment; amount received; payment made; payments made; partial payment; retainer; total payments; less advance; advance paid; less amount paid; prepayment; agency commission; commission`,
    rounding:
      'rounding; rounding adjustment; round off; rounding adj; round off amount; roundoff; rounded; rounding difference; rounding amount; rounding difference amount; round adj',
    discount: `discount; less discount; total discount; early payment discount; rebate; discount amount; less; promotional discount; discounts; voucher; coupon; credit; credits; credit applied; disc; trade discount; special discount; invoice discount; bulk discount; total savings`,
    charge:
      'shipping; shipping & handling; shipping and handling; freight; delivery; postage; delivery charge; shipping cost; shipping costs; handling; packing; carriage; surcharge; service charge; s & h; s&h; delivery fee; shipping charges; insurance; fees; tip; gratuity; delivery charges; freight charges; transport; svc chg; service chg',
    carryOver:
      'carried forward; brought forward; carry over; amount carried forward; amount brought forward; balance carried forward; page total; page subtotal; transport; continued; total this page; total carried forward',
    balanceForward:
      'previous balance; previous unpaid balance; opening balance; prior balance; balance brought forward; past due; previous amount due; arrears; last balance; account balance; overdue balance; old balance',
    cash: 'cash; change; change due; tendered; cash tendered; amount tendered; card; visa; mastercard; credit card; debit card; cash received; visa card; master card; tender; balance change; eftpos; debit; payment by card; master; cash change',
    customerVatId: `customer vat number; customer vat; customer vat no; customer vat id; your vat number; your vat no; your vat id; client vat number; client vat; buyer vat; buyer vat number; buyer vat no; customer tax id; customer gstin; bill to gstin; recipient vat id; vat number customer; customer vat reg no; your vat registration number; vat no customer; customer tin; buyer gstin`,
    otherNumber: `account number; account no; account #; acct no; acct #; acct; order number; order no; order #; order id; our order no; our order number; sales order; sales order no; sales order number; so number; so #; delivery note no; delivery note number; delivery no; shipment no; booking number; booking no; booking ref; booking reference; quote number; quote no; quotation no; estimate #; estimate no; reservation number; confirmation number; confirmation no; ticket no; ticket number; policy number; member number; membership no; tracking number; tracking no; serial number; serial no; sort code; routing number; swift; swift code; bic; bank account; bank account no; bank code; aba; a/c no; a/c number; ifsc code; ifsc; transaction id; transaction number; phone; tel; telephone; fax; mobile; cell; alt order #; deal #; agency code; advertiser code; page; page no; table; table no; cashier; pos no; terminal; terminal id; till; till no; counter; staff; meter number; meter no; vehicle no; registration; licence no; license no; license number; requisition no; work order; work order no; shipping no; waybill; awb; awb no; bol; bill of lading; batch no; auth code; approval code; trace no; delivery ref; cost center; cost centre; department; vendor number; vendor no; vendor id; vendor #; supplier number; supplier no; supplier id; gst ref; mid; tid; stan; rrn; receipt copy; patient id; case no; file no; subscription id; service id; site id; store; store no; store #; shop; operator; user id; invoice batch; invoice month; agency ref; advertiser ref; hsn; hsn code; sac; sac code; zip; imei; sku; item code; zip code; postal code; irn; ack no; e-way bill no; lut no; msme no; iec; state code; deposit no; cheque no; check no; check number; utr; asn`,
    otherDate: `order date; date of order; ship date; shipping date; date shipped; flight dates; print date; printed on; printed; print time; dispatch date; despatch date; start date; end date; from date; to date; check in; check out; date of birth; dob; purchase date; date of purchase; statement date; valid until; expiry date; expires; expiration date; contract date; booking date; travel date; departure; arrival; shipped on; quote date; po date; date ordered; original date; next billing date; start time; transaction time; contract dates; reading date; next reading; last updated; period from; period to; payment received on; paid on; date paid; service from; service to; current as of; as of; original invoice date; ack date; since; delivery note date; air date; date posted; requested date; discount date`,
    otherAmount: `unit price; price; rate; share capital; capital; credit limit; minimum order; you saved; you save; savings; total quantity; total qty; qty; quantity; item total; number of items; total items; no of items; items; points; loyalty points; exchange rate; tax rate; vat rate; weight; total weight; gross weight; net weight; tax code; total hours; hours; total spots; per unit; late fee; interest; minimum payment; item count; total item; total discount given; amount in words; total in words; vat base; tax base; gst summary; gst code; previous payment; last payment`,
    bank: 'bank; bank name; bank details; bank account; bank transfer; payment details; payment information; banking details; wire transfer; payment instructions',
    terms:
      'terms; payment terms; terms of payment; payment conditions; terms & conditions; net days; payment term; credit terms; terms and conditions',
    contact:
      'po box; p.o. box; p o box; post office box; email; e-mail; website; web; www; contact; contact person; your contact; our contact; sales representative; purpose; project; description; comments; notes; note; remarks; subject; incoterms; incoterm; payment method; method of payment; payment mode; currency; status; signature; thank you for your business; product',
  },
  details: {
    customerNumber: `customer number; customer no; customer id; customer #; client number; client no; client id; customer reference number; cust no; cust id; cust #; customer code; your account; customer account number`,
    deliveryDate: `delivery date; date of delivery; date of supply; supply date; service date; date of service; performance date; date of performance; delivered on`,
    servicePeriod: `service period; billing period; period; invoice period; invoice month; rental period`,
    contract: `contract number; contract no; agreement no; agreement ref`,
    project: `job number; job no; job #; project number; project no; matter no`,
    registration: `registration number; company registration number; company registration no; company reg no; company no; company number; reg no; registered number; cin; roc no; roc; co reg no; co. reg. no; business registration no`,
    precedingInvoice: `original invoice; original invoice number; related invoice; invoice reference no of original; corrected invoice; ref invoice; credited invoice; for invoice; relates to invoice; credits invoice; credit for invoice no; original invoice no`,
  },
  titles: {
    invoice: `invoice; tax invoice; commercial invoice; vat invoice; sales invoice; service invoice; final invoice; proforma invoice; pro forma invoice; pro-forma invoice; retail invoice; retail invoices/bill; bill; bill of supply; corrective invoice; partial invoice; advance invoice; utility bill; customer invoice; export invoice; simplified tax invoice; e-invoice; interim invoice; invoice/receipt; recurring invoice; tax invoice/bill of supply/cash memo; fee note; bill of sale; purchase invoice; freight invoice; consulting invoice`,
    'credit-note':
      'credit note; credit memo; credit invoice; credit memorandum; refund note; adjustment note; tax credit note; sales credit note; credit advice',
    receipt:
      'receipt; payment receipt; sales receipt; cash receipt; official receipt; cash bill; cash sale; cash sales; cash memo; proof of payment; cash invoice; customer receipt; till receipt; transaction receipt; tax invoice receipt',
    reminder:
      'reminder; payment reminder; statement of overdue invoices; overdue invoices; overdue account; friendly reminder; overdue notice; past due notice; final notice; dunning letter; first reminder; second reminder; final reminder; final demand; overdue reminder; overdue payment reminder; late payment notice; collection notice; overdue invoice; demand for payment',
    statement:
      'statement; statement of account; account statement; monthly statement; customer statement; open items; aged statement; bank statement; statement of accounts; list of open items; open item statement',
    order: `purchase order; order; sales order; work order; insertion order; revised order; blanket order; purchase requisition; broadcast order; order summary; order form`,
    'order-confirmation': `order confirmation; order acknowledgement; order acknowledgment; sales order confirmation; booking confirmation; confirmation of order; confirmation of your order`,
    quote: `quotation; quote; estimate; offer; proposal; request for quotation; price quotation; price quote; sales quotation; cost estimate`,
    contract: `contract; confirmation contract; service agreement; rental agreement; lease agreement; master service agreement; purchase agreement; broadcast contract`,
    'delivery-note':
      'delivery note; packing slip; packing list; delivery slip; despatch note; dispatch note; goods received note; shipping note; bill of lading; waybill; consignment note; delivery order; delivery docket; advice note; goods delivery note',
    'payment-part': 'payment part; payment slip; remittance slip; remittance advice; payment stub',
    other:
      'timesheet; time sheet; terms and conditions of sale; terms and conditions; certificate; payslip; pay slip; w-9; tax return; curriculum vitae; minutes; meeting minutes; newsletter; price list; catalogue; warranty certificate; certificate of origin; safety data sheet; report; annual report; test report; inspection report; letter; agreement; non-disclosure agreement; employment contract; privacy policy; insurance policy; boarding pass; itinerary; data sheet; user manual; instructions for use',
  },
  columns: {
    position:
      'no; #; pos; line; ln; sl no; s no; sr no; item no; line no; si no; seq; sno; slno; srno; line item; item #',
    itemCode:
      'code; item code; sku; article; article no; article number; part no; part number; product code; product id; ref; reference; material; item number; stock code; product no; part #; model; model no; catalog no; hsn; hsn/sac; hsn code; sac; product number; item id; style; material no; cat no; ean; upc; isbn; hs code; order no; commodity code',
    description: `description; item description; product; products; item; items; service; services; product description; details; article description; particulars; description of goods; description of services; name; title; item name; product name; work description; activity; service description; designation; goods; task; item & description; product/service; product / service; description of goods and services; item details; product title; charge description; job description; description of service; work performed; item/description; goods description; material description; service provided; description of work`,
    quantity:
      'qty; quantity; qnty; hours; hrs; units; no of units; count; qty/hr; qty/hrs; hrs/qty; hours/qty; shipped; qty shipped; quantity shipped; this shipment; pcs; days; amount qty; nos; pieces; no of items; qty ordered; ordered; number; invoiced; qty invoiced; qty delivered; hour; billed qty; num; delivered; volume; usage; nights',
    unit: 'unit; um; uom; u/m; unit of measure; units of measure; measure; per; unit measure; qty unit; packaging; u.m.',
    unitPrice:
      'unit price; price; rate; unit cost; price per unit; price/unit; unit rate; price each; each; net price; cost; unit net price; unit price excl vat; hourly rate; list price; price (net); price excl vat; unit price net; net unit price; item price; price ex vat; unit amount; per unit; rate/hr; price/hr; unit value; u price; u/price; unit net; cost per unit; cost each; fee; price per item; unit price ex vat; rate per unit; selling price; unit pr; price net',
    discount:
      'discount; disc; disc %; discount %; rebate; disc.%; disc %age; less disc; discount amount; discount rate',
    vatRate:
      'vat; vat %; vat rate; tax; tax rate; tax %; taxes; gst; gst %; gst rate; vat code; tax code; tax(%); vat(%); sales tax; vat rate %; tax class; rate %; gst%; vat %age; taxed; igst; cgst; sgst',
    vatAmount:
      'vat amount; tax amount; tax amt; gst amount; amount of vat; vat amt; vat value; gst amt; total vat; total tax; igst amount',
    netAmount: `amount; total; line total; net amount; total price; net; extended price; ext price; extension; net worth; value; net total; total amount; sum; total net; price total; subtotal; sub total; line amount; extended amount; ext amount; ext; total excl vat; amount excl vat; net value; price w/o tax; total cost; total ex vat; taxable value; total value; taxable amount; extended; total ex gst; amount ex gst; amount (net); line net; net price total; amt; total (excl vat); total net price; charges; item total; charge; extended cost; net line total; total excluding vat; amount due; ext cost; amount net; net line amount`,
    grossAmount:
      'gross; gross amount; gross worth; total incl vat; amount incl vat; total gross; gross price; total inc vat; gross value; total including vat; total inc gst; line total incl vat; gross total; total incl tax; amount inc vat; amount incl gst; total incl gst; total with tax; total with vat; amt inc gst; price incl vat; amount inc gst',
    date: 'date; service date; start date; end date; period; delivery date; date of service; from; to; ship date; invoice date',
    other:
      'back ordered; backordered; weight; color; colour; size; type; batch; lot; length; width; origin; country of origin; serial no; employee; consultant; project; job; time; start/end time; terms; due date; po number; salesperson; ship via; shipped via; fob; fob point; requisitioner; packages; remarks; notes; location; currency; customer; balance; payment; debit; credit; warehouse; order qty; previously shipped',
  },
  taxFree: `reverse charge; vat exempt; exempt from vat; vat exemption; tax exempt; zero rated; zero-rated; not subject to vat; no vat; vat not applicable; intra-community supply; export supply; outside the scope of vat; vat free; tax free; no sales tax; not vat registered; vat reverse charged`,
  days: 'days; day',
}
