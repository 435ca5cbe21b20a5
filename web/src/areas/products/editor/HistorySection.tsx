import { Button, Collapse, Group, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { adminHistory } from "@/api/generated/sdk.gen";
import type { HistoryItem } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { Diff } from "@/kit/Diff";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import { useProductWords } from "../words";
import classes from "./editor.module.css";

/** Who changed what, the newest first. */
export function HistorySection({ productId }: { productId: string }) {
  const t = useProductWords();
  const history = usePages(adminHistory, {
    path: { kind: "product", thing: productId },
    query: { limit: 10 },
  });
  return (
    <Section title={t("history")} id="history">
      {history.items === undefined ? (
        history.error ? (
          <Text size="sm" c="dimmed">
            {t("historyFailed")}
          </Text>
        ) : (
          <Skeletons lines={4} />
        )
      ) : (
        <>
          {history.items.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
          {history.items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t("noHistory")}
            </Text>
          ) : null}
          {history.hasNextPage ? (
            <Button
              variant="subtle"
              size="xs"
              loading={history.isFetchingNextPage}
              onClick={() => void history.fetchNextPage()}
            >
              {t("earlier")}
            </Button>
          ) : null}
        </>
      )}
    </Section>
  );
}

/** The words of fields that are called otherwise here. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  title: "titleField",
  variants: "variantsTitle",
  images: "pictures",
  seo_title: "seoTitle",
  seo_description: "seoDescription",
  tax_class: "taxClass",
  pricing_mode: "selling",
  attribute_set: "attributeSet",
  attribute_set_id: "attributeSet",
  requires_shipping: "shipped",
  translations: "languages",
  weight_grams: "weight",
  is_active: "inUse",
};

function Entry({ entry }: { entry: HistoryItem }) {
  const t = useProductWords();
  const [isOpen, setOpen] = useState(false);
  const hasDetails = entry.before !== null || entry.after !== null;
  const what = `did_${entry.action.replace(".", "_")}`;
  const names = Object.keys({ ...entry.before, ...entry.after }).map((name) => {
    const word = FIELD_WORDS[name] ?? name;
    return t.has(word) ? t(word) : name;
  });
  const who = entry.actor_name || t(entry.actor_kind === "system" ? "system" : "somebody");
  return (
    <div className={classes.entry}>
      <UnstyledButton
        disabled={!hasDetails}
        aria-expanded={hasDetails ? isOpen : undefined}
        onClick={() => setOpen(!isOpen)}
        w="100%"
      >
        <Group justify="space-between" gap={8} wrap="nowrap" align="start">
          <Text size="sm">
            <b>{who}</b> {t.has(what) ? t(what) : entry.action}
            {names.length > 0 ? <Text span c="dimmed">{` · ${names.slice(0, 4).join(", ")}`}</Text> : null}
          </Text>
          <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            <When at={entry.at} />
          </Text>
        </Group>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <Diff before={entry.before} after={entry.after} />
      </Collapse>
    </div>
  );
}
