import { Badge, Button, Group, Text } from "@mantine/core";
import { IconArrowRight, IconArrowsExchange } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListSynonyms } from "@/api/generated/sdk.gen";
import type { Synonyms } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { When } from "@/kit/When";
import { useLanguageOf } from "./languages";
import { useSearchingWords } from "./words";

/** Words that mean the same. */
export default function SynonymsListPage() {
  const t = useSearchingWords();
  const languageOf = useLanguageOf();
  const list = useList();
  const found = usePages(adminListSynonyms, { query: { q: list.q, limit: 50 } });
  const columns = useMemo<Column<Synonyms>[]>(
    () => [
      {
        key: "words",
        title: t("words"),
        fixed: true,
        phone: "title",
        cell: (one) => (
          <GoLink to={`/search/synonyms/${one.id}`} c="inherit" fw={550}>
            {one.words[0]}
          </GoLink>
        ),
      },
      {
        key: "others",
        title: t("synonyms"),
        cell: (one) => (
          <Group gap={6} wrap="wrap">
            {one.is_one_way ? (
              <IconArrowRight size={16} aria-label={t("oneWay")} />
            ) : (
              <IconArrowsExchange size={16} aria-label={t("bothWays")} />
            )}
            {one.words.slice(1).map((word) => (
              <Badge key={word} variant="default" tt="none" fw={450}>
                {word}
              </Badge>
            ))}
          </Group>
        ),
      },
      {
        key: "locale",
        title: t("locale"),
        width: 160,
        cell: (one) => <Text size="sm">{languageOf(one.locale)}</Text>,
      },
      {
        key: "changed",
        title: t("changed"),
        width: 130,
        phone: "aside",
        cell: (one) => <When at={one.updated_at} />,
      },
    ],
    [t, languageOf],
  );
  const add = (
    <May permission="products:write">
      <Button component={PlainLink} to="/search/synonyms/new">
        {t("newSynonyms")}
      </Button>
    </May>
  );
  return (
    <Page
      title={t("synonyms")}
      about={t("synonymsAbout")}
      crumbs={[{ to: "/search", label: t("title") }]}
      primary={add}
      width="wide"
    >
      <DataList
        id="synonyms"
        list={list}
        source={found}
        columns={columns}
        idOf={(one) => one.id}
        to={(one) => `/search/synonyms/${one.id}`}
        search={t("searchWords")}
        empty={
          <EmptyState
            icon={<IconArrowsExchange size={24} />}
            title={t("noSynonyms")}
            text={t("noSynonymsText")}
            action={add}
          />
        }
      />
    </Page>
  );
}
