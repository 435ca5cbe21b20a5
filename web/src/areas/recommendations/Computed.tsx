import { Text } from "@mantine/core";
import type { Computed as Found } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { useLanguage } from "@/app/words";
import { Section, Sections } from "@/kit/Section";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./recommendations.module.css";
import { shareText } from "./runs";
import { useRecommendationWords } from "./words";

/** What the last run found for a product, with the figures behind it. */
export function Computed({ computed }: { computed: readonly Found[] }) {
  const t = useRecommendationWords();
  if (computed.length === 0) {
    return (
      <Section title={t("computedTitle")} about={t("computedAbout")}>
        <Text size="sm" c="dimmed">
          {t("noneComputed")}
        </Text>
      </Section>
    );
  }
  return (
    <Sections>
      {(["together", "similar"] as const).map((kind) => {
        const found = computed.filter((one) => one.kind === kind).slice(0, 10);
        return found.length === 0 ? null : (
          <Section key={kind} title={t(`kind_${kind}`)} about={t("computedAbout")} flush>
            <ul className={classes.list}>
              {found.map((one) => (
                <li key={one.product.id} className={classes.item}>
                  <Thumbnail image={one.product.image} size={36} />
                  <div className={classes.words}>
                    <GoLink
                      to={`/recommendations/products/${one.product.id}`}
                      c="inherit"
                      size="sm"
                      fw={550}
                      display="block"
                    >
                      {one.product.title}
                    </GoLink>
                    <Why found={one} />
                  </div>
                </li>
              ))}
            </ul>
          </Section>
        );
      })}
    </Sections>
  );
}

function Why({ found }: { found: Found }) {
  const t = useRecommendationWords();
  const language = useLanguage();
  const lift = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(found.lift);
  return (
    <Text size="xs" c="dimmed">
      {found.kind === "together"
        ? t("whyTogether", { count: found.orders, share: shareText(language, found.confidence), lift })
        : t("whySimilar", { share: shareText(language, found.score) })}
    </Text>
  );
}
