/** How a visit is told in a list, on either side. */
import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Visit } from "@/api/generated/types.gen";
import type { Column } from "@/kit/list/types";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import type { useVisitWords } from "./words";

type Words = ReturnType<typeof useVisitWords>;

/** `end` shows what ends a visit that lasts. */
export function columnsOf<T>(
  t: Words,
  visit: (row: T) => Visit,
  end?: (visit: Visit) => ReactNode,
): Column<T>[] {
  return [
    {
      key: "visitor",
      title: t("visitor"),
      width: 180,
      fixed: true,
      phone: "title",
      cell: (row) => (
        <Text size="sm" fw={550}>
          {visit(row).operator}
        </Text>
      ),
    },
    { key: "reason", title: t("reason"), cell: (row) => <Text size="sm">{visit(row).reason}</Text> },
    { key: "role", title: t("role"), width: 130, cell: (row) => visit(row).role_name },
    { key: "began", title: t("began"), width: 130, cell: (row) => <When at={visit(row).began_at} /> },
    {
      key: "until",
      title: t("until"),
      width: 130,
      cell: (row) => <When at={visit(row).ended_at ?? visit(row).until_at} />,
    },
    { key: "entries", title: t("entries"), width: 90, align: "right", cell: (row) => visit(row).entries },
    {
      key: "state",
      title: t("state"),
      width: 240,
      phone: "aside",
      cell: (row) => (
        <Group gap="xs" wrap="nowrap">
          <State visit={visit(row)} t={t} />
          {end && !visit(row).is_over ? end(visit(row)) : null}
        </Group>
      ),
    },
  ];
}

function State({ visit, t }: { visit: Visit; t: Words }) {
  if (!visit.is_over) return <StatusBadge tone="warn">{t("underWay")}</StatusBadge>;
  const by = visit.ended_by === "operator" || visit.ended_by === "merchant" ? visit.ended_by : "time";
  return <StatusBadge tone="quiet">{t(`ended_${by}`)}</StatusBadge>;
}
