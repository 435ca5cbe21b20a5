import { TagsInput, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { adminGetOrder, adminListOrders, adminOrderTags, adminSetOrderTags } from "@/api/generated/sdk.gen";
import type { OrderDetail } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { actionOf } from "./states";
import { useOrderWords } from "./words";

/** Tags are written at once; the ones in use are proposed. */
export function Tags({ order }: { order: OrderDetail }) {
  const t = useOrderWords();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed, 150);
  const mayWrite = actionOf(order, "tag")?.is_allowed ?? false;
  const known = useRead(adminOrderTags, { query: { q: asked } }, { keep: true, enabled: mayWrite });
  const set = useWrite(adminSetOrderTags, {
    changes: [adminGetOrder, adminListOrders, adminOrderTags],
    failed: tellProblem,
  });
  const shown = set.isPending ? set.variables.body : order.tags;
  return (
    <Section title={t("editTags")}>
      {mayWrite ? (
        <TagsInput
          aria-label={t("addTag")}
          placeholder={shown.length === 0 ? t("addTag") : ""}
          data={known.data ?? []}
          value={shown}
          maxTags={20}
          maxLength={40}
          searchValue={typed}
          onSearchChange={setTyped}
          onChange={(tags) => set.mutate({ path: { order: order.id }, body: tags })}
        />
      ) : (
        <Text size="sm">{order.tags.join(", ") || "–"}</Text>
      )}
    </Section>
  );
}
