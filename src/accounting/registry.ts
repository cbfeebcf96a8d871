import { join } from 'node:path'
import type { Company, ConnectorSettings } from '../../schemas/company.ts'
import { openCsv } from './csv/index.ts'
import { openHledger } from './hledger/index.ts'
import type { Connector, ConnectorPorts } from './index.ts'
import { openRest } from './rest/index.ts'
import { openWebhook } from './webhook/index.ts'

type Kind = ConnectorSettings['kind']
type SettingsOf<K extends Kind> = Extract<ConnectorSettings, { kind: K }>

/** Every kind of target; a new one is one folder, its settings in schemas/company.ts, and one line here. */
const CONNECTORS = {
  hledger: openHledger,
  csv: (_settings, ports) => openCsv(ports),
  webhook: openWebhook,
  rest: openRest,
} as const satisfies { [K in Kind]: (settings: SettingsOf<K>, ports: ConnectorPorts) => Connector }

/** The targets of a company, in the order of its settings, each once. `folder` holds the books of all companies. */
export function openConnectors(
  company: Pick<Company, 'id' | 'connectors'>,
  { folder, now }: { folder: string; now: () => Date },
): Connector[] {
  const ports = { folder: join(folder, company.id), now }
  const byTarget = new Map<string, Connector>()
  for (const settings of company.connectors) {
    const connector = open(settings, ports)
    if (!byTarget.has(connector.target)) byTarget.set(connector.target, connector)
  }
  return [...byTarget.values()]
}

function open<K extends Kind>(settings: SettingsOf<K>, ports: ConnectorPorts): Connector {
  const kind: K = settings.kind as K
  const opener = CONNECTORS[kind] as (settings: SettingsOf<K>, ports: ConnectorPorts) => Connector
  return opener(settings, ports)
}
