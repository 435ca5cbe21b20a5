import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call } from "@/api/call";
import { adminPreviewCollection } from "@/api/generated/sdk.gen";
import type { Condition } from "@/api/generated/types.gen";
import { keyOf } from "@/api/query";
import { Section } from "@/kit/Section";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./collections.module.css";
import { isComplete } from "./rules";
import { useCollectionWords } from "./words";

/** What the conditions find now, while they are written. */
export function Preview({ conditions, matchesAny }: { conditions: Condition[]; matchesAny: boolean }) {
  const t = useCollectionWords();
  const [asked] = useDebouncedValue(
    { conditions: conditions.filter(isComplete), matches_any: matchesAny },
    300,
  );
  const found = useQuery({
    queryKey: [...keyOf(adminPreviewCollection), asked],
    queryFn: ({ signal }) => call(adminPreviewCollection, { body: asked, signal }),
    enabled: asked.conditions.length > 0,
    placeholderData: keepPreviousData,
  });
  const count = found.data?.count ?? 0;
  const items = found.data?.items ?? [];
  return (
    <Section
      title={t("preview")}
      about={<span aria-live="polite">{found.data ? t("count", { count }) : ""}</span>}
    >
      {asked.conditions.length === 0 ? (
        <Text c="dimmed">{t("previewIncomplete")}</Text>
      ) : found.error ? (
        <Text c="red" role="alert">
          {found.error.message}
        </Text>
      ) : found.data && count === 0 ? (
        <Text c="dimmed">{t("previewNone")}</Text>
      ) : (
        <ul className={classes.found} data-busy={found.isFetching}>
          {items.map((item) => (
            <li key={item.id}>
              <Thumbnail image={item.image} size={64} />
              <Text size="xs" lineClamp={2}>
                {item.title}
              </Text>
            </li>
          ))}
          {count > items.length ? (
            <li>
              <Text size="xs" c="dimmed">
                {t("previewMore", { count: count - items.length })}
              </Text>
            </li>
          ) : null}
        </ul>
      )}
    </Section>
  );
}
