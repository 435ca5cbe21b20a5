import { useMemo } from "react";
import { adminListReturns } from "@/api/generated/sdk.gen";
import type { ReturnList } from "@/api/generated/types.gen";
import { refresh, usePages } from "@/api/query";
import { useStore } from "@/app/store";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Filter, View } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Page } from "@/kit/Page";
import { useLive } from "@/kit/useLive";
import { columnsOf } from "./columns";
import { KINDS, NEEDS, word } from "./states";
import { useReturnWords } from "./words";

export default function ReturnsPage() {
  const t = useReturnWords();
  const store = useStore();
  const list = useList();
  const query = {
    need: list.one("need", NEEDS),
    kind: list.one("kind", KINDS),
    q: list.q,
    store: store?.id,
    limit: 50,
  };
  const returns = usePages(adminListReturns, { query });
  useLive(["return"], () => refresh(adminListReturns));
  const first: ReturnList | undefined = returns.data?.pages[0] as ReturnList | undefined;
  const counts = first?.counts;
  const columns = useMemo(() => columnsOf(t), [t]);
  const filters = useMemo<Filter[]>(
    () => [
      { key: "kind", label: t("kind"), options: KINDS.map((value) => ({ value, label: word(t, value) })) },
    ],
    [t],
  );
  const views = useMemo<View[]>(
    () => [
      { id: "all", label: t("all"), search: {} },
      ...NEEDS.map((need) => {
        const count = counts?.[need];
        return { id: need, label: count ? `${t(need)} ${count}` : t(need), search: { need } };
      }),
    ],
    [t, counts],
  );
  return (
    <Page title={t("title")} width="wide">
      <DataList
        id="returns"
        list={list}
        source={returns}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/returns/${row.id}`}
        search={t("search")}
        filters={filters}
        views={views}
        empty={<EmptyState title={t("none")} text={t("noneHelp")} />}
      />
    </Page>
  );
}
