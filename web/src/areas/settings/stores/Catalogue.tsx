import { Button, Group, Select, Stack } from "@mantine/core";
import { useState } from "react";
import {
  adminChangeStoreCatalogue,
  adminGetStoreStanding,
  adminListCategories,
  adminListCollections,
} from "@/api/generated/sdk.gen";
import type { StoreSummary } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useMay, useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { useStoreWords } from "./storeWords";

type Goods = "all" | "category" | "collection" | "store";

/** Many products into a store, or out of it, at once. */
export function Catalogue({ store }: { store: StoreSummary }) {
  const t = useStoreWords();
  const me = useMe();
  const mayWrite = useMay("stores:write", { store: store.id });
  const mayGoods = useMay("products:write", { store: store.id });
  const may = mayWrite && mayGoods;
  const [goods, setGoods] = useState<Goods>("all");
  const [of, setOf] = useState<string | null>(null);
  const categories = useRead(adminListCategories, {}, { enabled: may && goods === "category" });
  const collections = useRead(adminListCollections, {}, { enabled: may && goods === "collection" });
  const change = useWrite(adminChangeStoreCatalogue, {
    changes: [adminGetStoreStanding],
    done: (answer) => {
      const words = { count: String(answer.changed), unpriced: String(answer.without_price) };
      tell(answer.without_price > 0 ? t("changedUnpriced", words) : t("changed", words));
    },
    failed: tellProblem,
  });
  if (!may) return null;
  const others = me.stores.filter((one) => one.id !== store.id);
  const choices: Record<Exclude<Goods, "all">, { value: string; label: string }[]> = {
    category: (categories.data ?? []).map((one) => ({ value: one.id, label: one.name })),
    collection: (collections.data ?? []).map((one) => ({ value: one.id, label: one.title })),
    store: others.map((one) => ({ value: one.id, label: one.name })),
  };
  const isReady = goods === "all" || of !== null;
  const send = (action: "add" | "remove", isVisible = true) =>
    change.mutate({
      path: { store_id: store.id },
      body: { action, goods, of: goods === "all" ? null : of, is_visible: isVisible },
    });

  async function remove(): Promise<void> {
    const isSure = await confirm({
      title: t("removeTitle", { name: store.name }),
      text: t("removeText"),
      action: t("remove"),
      danger: true,
    });
    if (isSure) send("remove");
  }

  return (
    <Section title={t("catalogue")} about={t("catalogueHelp")}>
      <Stack gap="md">
        <Group gap="md" align="end">
          <Select
            label={t("which")}
            allowDeselect={false}
            w={320}
            value={goods}
            data={[
              { value: "all", label: t("goodsAll") },
              { value: "category", label: t("goodsCategory") },
              { value: "collection", label: t("goodsCollection") },
              ...(others.length > 0 ? [{ value: "store", label: t("goodsStore") }] : []),
            ]}
            onChange={(value) => {
              setGoods((value ?? "all") as Goods);
              setOf(null);
            }}
          />
          {goods === "all" ? null : (
            <Select label={t(goods)} searchable w={260} value={of} data={choices[goods]} onChange={setOf} />
          )}
        </Group>
        <Group gap={8}>
          <Button
            variant="default"
            disabled={!isReady}
            loading={change.isPending}
            onClick={() => send("add")}
          >
            {t("add")}
          </Button>
          <Button variant="default" disabled={!isReady} onClick={() => send("add", false)}>
            {t("addHidden")}
          </Button>
          <Button variant="subtle" color="red" disabled={!isReady} onClick={() => void remove()}>
            {t("remove")}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
