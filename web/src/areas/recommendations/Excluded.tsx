import { ActionIcon, Button, Group, Skeleton, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import {
  adminExcludeProduct,
  adminGetProductRecommendations,
  adminIncludeProduct,
  adminListExcludedProducts,
} from "@/api/generated/sdk.gen";
import type { ProductLine } from "@/api/generated/types.gen";
import { usePages, useWrite } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { ProductFinder } from "@/kit/goods/ProductFinder";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./recommendations.module.css";
import { useRecommendationWords } from "./words";

const CHANGES = [adminListExcludedProducts, adminGetProductRecommendations];

/** What is recommended nowhere. */
export function Excluded() {
  const t = useRecommendationWords();
  const mayWrite = useMay("products:write");
  const excluded = usePages(adminListExcludedProducts, { query: { limit: 50 } });
  const exclude = useWrite(adminExcludeProduct, { changes: CHANGES, failed: tellProblem });
  const include = useWrite(adminIncludeProduct, { changes: CHANGES, failed: tellProblem });
  if (excluded.error) return <Failure error={excluded.error} again={() => void excluded.refetch()} />;

  function leaveOut(product: ProductLine): void {
    exclude.mutate({ path: { product: product.id } });
    tell(t("excludedNow", { title: product.title }));
  }

  function bringBack(product: ProductLine): void {
    include.mutate({ path: { product: product.id } });
    tell(t("includedNow", { title: product.title }), {
      undo: () => exclude.mutate({ path: { product: product.id } }),
    });
  }

  return (
    <Section title={t("tabExcluded")} about={t("excludedAbout")}>
      <ProductFinder
        label={t("exclude")}
        description={t("excludeHelp")}
        taken={new Set(excluded.items?.map((product) => product.id))}
        disabled={!mayWrite}
        onPick={leaveOut}
      />
      {excluded.items === undefined ? (
        <Skeletons>
          <Skeleton height={120} mt="md" />
        </Skeletons>
      ) : excluded.items.length === 0 ? (
        <Text size="sm" c="dimmed" mt="md">
          {t("noExcluded")}
        </Text>
      ) : (
        <ul className={classes.list}>
          {excluded.items.map((product) => (
            <li key={product.id} className={classes.item}>
              <Thumbnail image={product.image} size={36} />
              <div className={classes.words}>
                <GoLink to={`/products/${product.id}`} c="inherit" size="sm" fw={550}>
                  {product.title}
                </GoLink>
              </div>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={32}
                disabled={!mayWrite}
                aria-label={t("include", { title: product.title })}
                onClick={() => bringBack(product)}
              >
                <IconX size={16} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {excluded.hasNextPage ? (
        <Group justify="center" p="sm">
          <Button
            variant="subtle"
            loading={excluded.isFetching}
            onClick={() => void excluded.fetchNextPage()}
          >
            {t("more")}
          </Button>
        </Group>
      ) : null}
    </Section>
  );
}
