import { Button, Text } from "@mantine/core";
import { useMemo } from "react";
import type { StatementLine } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import type { Column } from "@/kit/list/types";
import { Money } from "@/kit/Money";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { type BookWords, useBookWords } from "../words";
import { isDifference, MATCH_TONES, nameOfWho } from "./matches";

/** `resolve` opens the dialog; null for those who may not. */
export function useLineColumns(resolve: ((line: StatementLine) => void) | null): Column<StatementLine>[] {
  const t = useBookWords();
  return useMemo(
    () => [
      {
        key: "what",
        title: t("what"),
        fixed: true,
        phone: "title",
        cell: (line) => (
          <div>
            <Text size="sm" fw={550}>
              {t(`kind.${line.kind}`)}
            </Text>
            <Text size="xs" c="dimmed" ff="monospace" truncate>
              {line.reference || line.parent_reference}
            </Text>
          </div>
        ),
      },
      {
        key: "match",
        title: t("result"),
        width: 270,
        fixed: true,
        phone: "line",
        cell: (line) => <Result line={line} t={t} />,
      },
      { key: "at", title: t("when"), width: 110, cell: (line) => (line.at ? <When at={line.at} /> : "–") },
      {
        key: "about",
        title: t("about_"),
        width: 130,
        cell: (line) => <About line={line} t={t} />,
      },
      {
        key: "gross",
        title: t("gross"),
        align: "right",
        width: 130,
        phone: "aside",
        cell: (line) => <Money minor={line.gross_minor} currency={line.currency} />,
      },
      {
        key: "fee",
        title: t("fee"),
        align: "right",
        width: 90,
        phone: "none",
        cell: (line) => (line.fee_minor ? <Money minor={line.fee_minor} currency={line.currency} /> : ""),
      },
      {
        key: "net",
        title: t("net"),
        align: "right",
        width: 130,
        hidden: true,
        phone: "none",
        cell: (line) => <Money minor={line.net_minor} currency={line.currency} />,
      },
      {
        key: "explain",
        title: t("explanation"),
        width: 170,
        cell: (line) => <Explained line={line} resolve={resolve} t={t} />,
      },
    ],
    [t, resolve],
  );
}

function Result({ line, t }: { line: StatementLine; t: BookWords }) {
  const key = `why.${line.why}`;
  return (
    <div>
      <StatusBadge tone={MATCH_TONES[line.match]}>{t(`match.${line.match}`)}</StatusBadge>
      {line.why && t.has(key) ? (
        <Text size="xs" c="dimmed" component="div">
          {line.ours_minor === null
            ? t(key)
            : t.rich("whyOurs", {
                why: t(key),
                ours: <Money minor={line.ours_minor} currency={line.currency} />,
              })}
        </Text>
      ) : null}
    </div>
  );
}

function About({ line, t }: { line: StatementLine; t: BookWords }) {
  if (!line.order_id && !line.payment_id) return "–";
  return (
    <div>
      {line.order_id ? (
        <GoLink to={`/orders/${line.order_id}`} size="sm">
          {t("orderNamed", { number: line.order_number })}
        </GoLink>
      ) : null}
      {line.payment_id ? (
        <div>
          <GoLink to={`/payments/${line.payment_id}`} size="xs">
            {t("seePayment")}
          </GoLink>
        </div>
      ) : null}
    </div>
  );
}

interface ExplainedProps {
  line: StatementLine;
  resolve: ((line: StatementLine) => void) | null;
  t: BookWords;
}

function Explained({ line, resolve, t }: ExplainedProps) {
  if (!isDifference(line)) return "";
  if (line.resolved_at)
    return (
      <div>
        <Text size="sm" lineClamp={2}>
          {line.note}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          {nameOfWho(t, line.resolved_by)} · <When at={line.resolved_at} />
        </Text>
      </div>
    );
  return resolve ? (
    <Button
      variant="default"
      size="xs"
      onClick={() => resolve(line)}
      aria-label={t("resolveNamed", { reference: line.reference || line.parent_reference })}
    >
      {t("resolve")}
    </Button>
  ) : (
    t("unexplained")
  );
}
