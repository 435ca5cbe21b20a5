"""The report as one page that needs nothing else: bars for the rates, the processors' split, every figure in a table."""

from __future__ import annotations

from html import escape

from bench.report import Check, Figure, Report

PARTS = {"client": "#b8b2a7", "web": "#7a3b2e", "worker": "#c98f5a", "postgres": "#2f5d62"}
BAR, GAP, LEFT, WIDE = 16, 6, 250, 860

_STYLE = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0;background:#fffdf9;color:#1f1b16;font:15px/1.5 system-ui,sans-serif}
main{max-width:1180px;margin:0 auto;padding:32px 20px 80px}
h1{font:600 30px/1.2 Georgia,serif;margin:0 0 4px}h2{font:600 21px/1.3 Georgia,serif;margin:44px 0 10px}
p{max-width:76ch;margin:6px 0}.quiet{color:#6b6459}.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:13.5px}
th,td{padding:5px 9px;border-bottom:1px solid #e9e2d6;text-align:right;white-space:nowrap}
th{font-weight:600;color:#6b6459}th:first-child,td:first-child{text-align:left}
.met{color:#2d6a3e}.missed{color:#a3341f;font-weight:600}
svg text{font:13px system-ui,sans-serif;fill:#1f1b16}.key span{display:inline-block;margin-right:18px}
.key i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}
"""


def page(found: Report) -> str:
    met = sum(check.is_met for check in found.checks)
    facts = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in found.machine.items())
    settings = ", ".join(f"{name} {value}" for name, value in found.settings.items())
    busy = (
        f"<p class=missed>Other programs used up to {found.others:.1f} processors meanwhile: rates are lower for it, "
        "processor time a flow is not.</p>"
        if found.others > 0.15
        else ""
    )
    key = "".join(f"<span><i style='background:{color}'></i>{name}</span>" for name, color in PARTS.items())
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Duka: benchmark</title><style>{_STYLE}</style></head><body><main>
<h1>How fast Duka is here</h1>
<p>{met} of {len(found.checks)} targets met. Each round took {found.seconds:g} s; client, server and PostgreSQL shared
the machine.</p>{busy}
<p class="quiet">{escape(facts)}.<br>{escape(settings)}.</p>
<h2>Flows per second, beside their yardstick</h2>
<p class="quiet">The pale bar is the yardstick: pgbench with the same statements for listing, product and checkout, a
hello-world of the same server for the rest. At {_most(found)} connections, one tenant.</p>
{_rates(found)}
<h2>Where the processors' time goes</h2><p class="key">{key}</p>
{_split(found)}
<h2>Targets</h2><div class="scroll"><table><tr><th>promise<th>measured<th>target<th></tr>
{"".join(_check(check) for check in found.checks)}</table></div>
<h2>Every figure</h2><div class="scroll"><table><tr><th>flow<th>tenants<th>connections<th>per second<th>p50 ms<th>p95 ms
<th>p99 ms<th>yardstick<th>bound<th>ratio<th>ms of processor<th>PostgreSQL of server<th>possible</tr>
{"".join(_row(figure) for figure in found.figures)}</table></div>
</main></body></html>
"""


def _most(found: Report) -> int:
    return max((figure.connections for figure in found.figures), default=0)


def _shown(found: Report) -> list[Figure]:
    return [f for f in found.figures if f.tenants <= 1 and f.connections == _most(found)]


def _rates(found: Report) -> str:
    shown = _shown(found)
    top = max((max(f.rate, f.bound) for f in shown), default=1.0) or 1.0
    rows = []
    for n, f in enumerate(shown):
        y = n * (BAR * 2 + GAP * 2)
        scale = (WIDE - LEFT - 90) / top
        rows.append(
            f"<text x='{LEFT - 12}' y='{y + BAR + 5}' text-anchor='end'>{escape(f.flow)}</text>"
            f"<rect x='{LEFT}' y='{y}' width='{max(1, f.rate * scale):.1f}' height='{BAR}' rx='3' fill='#7a3b2e'/>"
            f"<text x='{LEFT + f.rate * scale + 6:.1f}' y='{y + 13}'>{f.rate:,.0f}</text>"
            f"<rect x='{LEFT}' y='{y + BAR + 1}' width='{max(1, f.bound * scale):.1f}' height='{BAR // 2}' rx='3' "
            f"fill='#dccfbd'/>"
        )
    return _svg(rows, len(shown) * (BAR * 2 + GAP * 2), "Flows per second")


def _split(found: Report) -> str:
    rows = []
    shown = _shown(found)
    for n, f in enumerate(shown):
        y = n * (BAR + GAP)
        rows.append(f"<text x='{LEFT - 12}' y='{y + 13}' text-anchor='end'>{escape(f.flow)}</text>")
        x = float(LEFT)
        for part, color in PARTS.items():
            width = f.cpu_share[part] * (WIDE - LEFT - 90)
            rows.append(f"<rect x='{x:.1f}' y='{y}' width='{width:.1f}' height='{BAR}' fill='{color}'/>")
            x += width
        rows.append(f"<text x='{x + 8:.1f}' y='{y + 13}'>{sum(f.cpu_ms.values()):.2f} ms</text>")
    return _svg(rows, len(shown) * (BAR + GAP), "Processor time of each flow by party")


def _svg(rows: list[str], height: int, label: str) -> str:
    return f"<svg viewBox='0 0 {WIDE} {height}' width='100%' role='img' aria-label='{label}'>{''.join(rows)}</svg>"


def _check(check: Check) -> str:
    sign = "≥" if check.is_least else "≤"
    verdict = f"<td class={'met' if check.is_met else 'missed'}>{check.words}"
    return f"<tr><td>{escape(check.name)}<td>{check.value:g} {check.unit}<td>{sign} {check.target:g} {check.unit}{verdict}</tr>\n"


def _row(f: Figure) -> str:
    return (
        f"<tr><td>{escape(f.flow)}<td>{f.tenants or ''}<td>{f.connections}<td>{f.rate:,.0f}<td>{f.p50_ms:.1f}<td>{f.p95_ms:.1f}"
        f"<td>{f.p99_ms:.1f}<td>{f.yardstick}<td>{f.bound:,.0f}<td>{f.ratio:.2f}<td>{sum(f.cpu_ms.values()):.2f}"
        f"<td>{f.postgres_of_server:.0%}<td>{f.possible:,.0f}</tr>\n"
    )
