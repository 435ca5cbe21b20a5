import { Text } from "@mantine/core";
import { IconToggleRight } from "@tabler/icons-react";
import { controlListFlags } from "@/api/generated/sdk.gen";
import type { Flag } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Page } from "@/kit/Page";
import { usePlanWords } from "@/kit/plan/words";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { TONES } from "./values";
import { type ControlFlagWords, useControlFlagWords } from "./words";

/** Every feature with its rule. */
export default function FlagsPage() {
  const t = useControlFlagWords();
  const p = usePlanWords();
  const list = useList();
  const flags = useRead(controlListFlags, {});
  const typed = list.q.toLowerCase();
  const columns: Column<Flag>[] = [
    {
      key: "name",
      title: t("feature"),
      fixed: true,
      phone: "title",
      cell: (flag) => (
        <GoLink to={`/flags/${flag.name}`} c="inherit" size="sm" fw={550}>
          {wordOf(p, "feature", flag.name)}
        </GoLink>
      ),
    },
    {
      key: "state",
      title: t("state"),
      width: 150,
      phone: "aside",
      cell: (flag) => <StatusBadge tone={TONES[flag.openness]}>{t(flag.openness)}</StatusBadge>,
    },
    { key: "rollout", title: t("rollout"), cell: (flag) => <Text size="sm">{ruleOf(t, flag)}</Text> },
    {
      key: "switches",
      title: t("switches"),
      width: 170,
      cell: (flag) => (
        <Text size="sm" c={flag.switched_on + flag.switched_off === 0 ? "dimmed" : undefined}>
          {t("switchesCount", { on: flag.switched_on, off: flag.switched_off })}
        </Text>
      ),
    },
    {
      key: "phases",
      title: t("phases"),
      width: 100,
      cell: (flag) => <Text size="sm">{`${flag.platform_phase} · ${flag.tenant_phase}`}</Text>,
    },
    {
      key: "changed",
      title: t("changed"),
      width: 200,
      cell: (flag) => (
        <Text size="sm" component="div" c={flag.changed_at ? undefined : "dimmed"}>
          {flag.changed_at
            ? t.rich("changedBy", { name: flag.changed_by, at: <When at={flag.changed_at} /> })
            : t("never")}
        </Text>
      ),
    },
  ];
  const items = flags.data?.filter((flag) =>
    `${flag.name} ${wordOf(p, "feature", flag.name)}`.toLowerCase().includes(typed),
  );
  return (
    <Page title={t("title")} about={t("about")} width="wide">
      <DataList
        id="control-flags"
        list={list}
        source={{
          items,
          error: flags.error,
          isFetching: flags.isFetching,
          hasNextPage: false,
          isFetchingNextPage: false,
          fetchNextPage: () => undefined,
          refetch: () => void flags.refetch(),
        }}
        columns={columns}
        idOf={(flag) => flag.name}
        to={(flag) => `/flags/${flag.name}`}
        search={t("search")}
        empty={<EmptyState icon={<IconToggleRight size={24} />} title={t("none")} text={t("noneHelp")} />}
      />
    </Page>
  );
}

function ruleOf(t: ControlFlagWords, flag: Flag): string {
  const said =
    flag.rollout === null
      ? t("rollout_none")
      : flag.rollout === "percentage"
        ? t("rollout_percentage", { percentage: flag.percentage })
        : t(`rollout_${flag.rollout}`);
  return flag.starts_at || flag.ends_at ? `${said}, ${t("scheduled")}` : said;
}
