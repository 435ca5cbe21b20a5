import { Button, Text } from "@mantine/core";
import { IconPin } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListPins } from "@/api/generated/sdk.gen";
import type { Pins } from "@/api/generated/types.gen";
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

/** Searches that have products on top. */
export default function PinsListPage() {
  const t = useSearchingWords();
  const languageOf = useLanguageOf();
  const list = useList();
  const found = usePages(adminListPins, { query: { q: list.q, limit: 50 } });
  const columns = useMemo<Column<Pins>[]>(
    () => [
      {
        key: "text",
        title: t("pinText"),
        fixed: true,
        phone: "title",
        cell: (one) => (
          <GoLink to={`/search/pins/${one.id}`} c="inherit" fw={550}>
            {one.text}
          </GoLink>
        ),
      },
      {
        key: "products",
        title: t("products"),
        cell: (one) => (
          <Text size="sm" lineClamp={1}>
            {one.products.map((product) => product.title).join(", ")}
          </Text>
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
      <Button component={PlainLink} to="/search/pins/new">
        {t("newPins")}
      </Button>
    </May>
  );
  return (
    <Page
      title={t("pins")}
      about={t("pinsAbout")}
      crumbs={[{ to: "/search", label: t("title") }]}
      primary={add}
      width="wide"
    >
      <DataList
        id="pins"
        list={list}
        source={found}
        columns={columns}
        idOf={(one) => one.id}
        to={(one) => `/search/pins/${one.id}`}
        search={t("searchPins")}
        empty={
          <EmptyState icon={<IconPin size={24} />} title={t("noPins")} text={t("noPinsText")} action={add} />
        }
      />
    </Page>
  );
}
