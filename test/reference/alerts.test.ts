import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { Metrics } from '../../src/observability/metrics.ts'
import { root } from '../support/program.ts'
import { read } from './deployment.ts'

interface AlertRule {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string }
}

describe('the alert rules', () => {
  const { groups }: { groups: { rules: AlertRule[] }[] } = parse(read('deploy/prometheus-alerts.yaml'))
  const rules = groups.flatMap((group) => group.rules)

  test.skipIf(spawnSync('promtool', ['--version']).error)('pass promtool', () => {
    const { status, stderr } = spawnSync('promtool', ['check', 'rules', join(root, 'deploy/prometheus-alerts.yaml')])
    expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' })
  })

  test('each have a severity and a summary', () => {
    expect(rules.length).toBeGreaterThan(4)
    for (const { alert, labels, annotations } of rules) {
      expect([alert, labels.severity]).toEqual([alert, expect.stringMatching(/^(critical|warning)$/)])
      expect(annotations.summary).toMatch(/\.$/)
    }
  })

  test('include one for a server that cannot be scraped, under the job name of the reference page', () => {
    const page = read('docs/reference/watching.md')
    const scrape: { scrape_configs: { job_name: string }[] } = parse(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '')
    const job = scrape.scrape_configs.map((each) => each.job_name).join()
    expect(rules.map(({ expr }) => expr)).toContain(`up{job="${job}"} == 0`)
  })

  test('ask only for metrics that the program exports, and for error codes of the reference', async () => {
    const metrics = await new Metrics('1.0.0').registry.getMetricsAsJSON()
    const exported = new Set(metrics.map(({ name }) => name))
    for (const { alert, expr } of rules) {
      for (const [name] of expr.matchAll(/lectern_\w+/g)) {
        const isExported = exported.has(name) || exported.has(name.replace(/_(?:bucket|count|sum)$/, ''))
        expect([alert, name, isExported]).toEqual([alert, name, true])
      }
      const codes = [...expr.matchAll(/code=~"([^"]*)"/g)].flatMap(([, list = '']) => list.split('|'))
      for (const code of codes) expect(read('docs/reference/errors.md')).toContain(`\`${code}\``)
    }
  })
})
