import { Button, Select, Stack } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { adminCreateDraftOrder, adminListDraftOrders } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { useGo, useSearchWords } from "@/app/here";
import { may, useMe } from "@/app/may";
import { tellProblem } from "@/app/messages";
import { useStore } from "@/app/store";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useDraftWords } from "./words";

/** Begins a draft: at once where there is one store to choose from. `?customer=` is whom it is for. */
export default function NewDraftPage() {
  const t = useDraftWords();
  const go = useGo();
  const me = useMe();
  const chosen = useStore();
  const [words] = useSearchWords();
  const ours = me.stores.filter((store) => may(me, "drafts:write", { store: store.id }));
  const only = chosen ?? (ours.length === 1 ? ours[0] : undefined);
  const [store, setStore] = useState<string | null>(only?.id ?? ours[0]?.id ?? null);
  const customer = words.customer;
  const create = useWrite(adminCreateDraftOrder, {
    changes: [adminListDraftOrders],
    done: (draft) => go(`/drafts/${draft.id}`, { replace: true }),
    failed: tellProblem,
  });
  const begin = (id: string) =>
    create.mutate({ body: { store_id: id, ...(customer ? { customer_id: customer } : {}) } });
  const hasBegun = useRef(false);
  useEffect(() => {
    if (!only || hasBegun.current) return;
    hasBegun.current = true;
    begin(only.id);
  });
  const crumbs = [{ to: "/drafts", label: t("title") }];
  if (only && !create.isError)
    return (
      <Page title={t("newTitle")} crumbs={crumbs}>
        <Skeletons lines={8} />
      </Page>
    );
  return (
    <Page title={t("newTitle")} crumbs={crumbs} width="text">
      <Section>
        <Stack>
          <Select
            label={t("whichStore")}
            data={ours.map((one) => ({ value: one.id, label: one.name }))}
            value={store}
            allowDeselect={false}
            onChange={setStore}
          />
          <Button
            onClick={() => store && begin(store)}
            loading={create.isPending}
            disabled={store === null}
            w="fit-content"
          >
            {t("begin")}
          </Button>
        </Stack>
      </Section>
    </Page>
  );
}
