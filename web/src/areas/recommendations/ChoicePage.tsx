import { ActionIcon, Alert, Button, Group, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { call } from "@/api/call";
import {
  adminChooseRecommendations,
  adminExcludeProduct,
  adminGetProductRecommendations,
  adminIncludeProduct,
  adminListExcludedProducts,
} from "@/api/generated/sdk.gen";
import type { ProductLine, ProductRecommendations } from "@/api/generated/types.gen";
import { refresh, useRead, useWrite } from "@/api/query";
import { PlainLink, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { ProductFinder } from "@/kit/goods/ProductFinder";
import { Explained, useReason } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { SortableGrid } from "@/kit/sort/SortableGrid";
import { Thumbnail } from "@/kit/Thumbnail";
import { Computed } from "./Computed";
import { useRecommendationWords } from "./words";

interface Values {
  cross: ProductLine[];
  up: ProductLine[];
}

function valuesOf(found: ProductRecommendations): Values {
  return { cross: found.cross_sell, up: found.up_sell };
}

/** What the merchant chose to go with one product, and what was computed for it. */
export default function ChoicePage() {
  const id = useParam("product");
  const found = useRead(adminGetProductRecommendations, { path: { product: id } });
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Skeletons lines={10} />;
  return <Choice key={`${found.data.product.id} ${found.data.version}`} found={found.data} />;
}

function Choice({ found }: { found: ProductRecommendations }) {
  const t = useRecommendationWords();
  const isReadOnly = !useMay("products:write");
  const path = { product: found.product.id };
  const record = useRecord<Values, ProductRecommendations>({
    values: valuesOf(found),
    version: found.version,
    labels: { cross: t("crossSell"), up: t("upSell") },
    names: { cross_sell: "cross", up_sell: "up" },
    save: ({ cross, up }, version) =>
      call(adminChooseRecommendations, {
        path,
        body: { cross_sell: cross.map((one) => one.id), up_sell: up.map((one) => one.id) },
        version: version ?? found.version,
      }),
    latest: async () => {
      const latest = await call(adminGetProductRecommendations, { path });
      return { values: valuesOf(latest), version: latest.version };
    },
    saved: () => {
      tell(t("saved"));
      refresh(adminGetProductRecommendations);
    },
  });
  const lists = [
    { name: "cross", title: t("crossSell"), help: t("crossSellHelp") },
    { name: "up", title: t("upSell"), help: t("upSellHelp") },
  ] as const;
  return (
    <Page
      title={t("choiceTitle", { title: found.product.title })}
      about={t("choiceAbout")}
      width="wide"
      crumbs={[{ to: "/recommendations", label: t("title") }]}
      acts={
        <Button component={PlainLink} to={`/products/${found.product.id}`} variant="default">
          {t("toProduct")}
        </Button>
      }
    >
      {found.is_excluded ? (
        <Alert color="gray" mb="md">
          {t("isExcluded")}
        </Alert>
      ) : null}
      <RecordForm record={record}>
        <Columns
          main={
            <Sections>
              {lists.map(({ name, title, help }) => (
                <Chosen
                  key={name}
                  title={title}
                  help={help}
                  own={found.product.id}
                  chosen={record.values[name]}
                  change={(products) => record.set(name, products)}
                  isReadOnly={isReadOnly}
                />
              ))}
            </Sections>
          }
          side={
            <Sections>
              <Computed computed={found.computed} />
              <LeaveOut product={found.product} isExcluded={found.is_excluded} />
            </Sections>
          }
        />
      </RecordForm>
    </Page>
  );
}

interface ChosenProps {
  title: string;
  help: string;
  own: string;
  chosen: ProductLine[];
  change: (products: ProductLine[]) => void;
  isReadOnly: boolean;
}

function Chosen({ title, help, own, chosen, change, isReadOnly }: ChosenProps) {
  const t = useRecommendationWords();
  return (
    <Section title={title} about={help}>
      <ProductFinder
        label={t("add")}
        description={t("addHelp")}
        taken={new Set([own, ...chosen.map((product) => product.id)])}
        disabled={isReadOnly}
        onPick={(product) => change([...chosen, product])}
      />
      {chosen.length === 0 ? (
        <Text size="sm" c="dimmed" mt="md">
          {t("noneChosen")}
        </Text>
      ) : (
        <SortableGrid items={chosen} name={(product) => product.title} change={change} cell={0}>
          {(product) => (
            <Group gap={10} wrap="nowrap" py={4} flex={1}>
              <Thumbnail image={product.image} size={36} />
              <Text size="sm" flex={1} lineClamp={1}>
                {product.title}
                {product.status === "active" ? null : (
                  <Text span size="xs" c="dimmed">
                    {" "}
                    {t("notOnSale")}
                  </Text>
                )}
              </Text>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={isReadOnly}
                aria-label={t("remove", { name: product.title })}
                onClick={() => change(chosen.filter((one) => one.id !== product.id))}
              >
                <IconX size={16} />
              </ActionIcon>
            </Group>
          )}
        </SortableGrid>
      )}
    </Section>
  );
}

function LeaveOut({ product, isExcluded }: { product: ProductLine; isExcluded: boolean }) {
  const t = useRecommendationWords();
  const reason = useReason("products:write");
  const changes = [adminListExcludedProducts, adminGetProductRecommendations];
  const exclude = useWrite(adminExcludeProduct, {
    changes,
    failed: tellProblem,
    done: () => tell(t("excludedNow", { title: product.title })),
  });
  const include = useWrite(adminIncludeProduct, {
    changes,
    failed: tellProblem,
    done: () => tell(t("includedNow", { title: product.title })),
  });
  const act = isExcluded ? include : exclude;
  return (
    <Explained reason={reason}>
      <Button
        variant="default"
        loading={act.isPending}
        onClick={() => act.mutate({ path: { product: product.id } })}
      >
        {isExcluded ? t("recommendAgain") : t("leaveOut")}
      </Button>
    </Explained>
  );
}
