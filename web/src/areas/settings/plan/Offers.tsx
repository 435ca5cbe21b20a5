import { Button, Card, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import type { OfferedPlan } from "@/api/generated/types.gen";
import { useLanguage, wordOf } from "@/app/words";
import { usePlanWords } from "@/kit/plan/words";
import { StatusBadge } from "@/kit/StatusBadge";
import { Price } from "./Price";
import { useOwnPlanWords } from "./words";

interface OffersProps {
  offered: readonly OfferedPlan[];
  mayChange: boolean;
  choose: (offer: OfferedPlan) => void;
}

/** The plans on offer, each against the present one. */
export function Offers({ offered, mayChange, choose }: OffersProps) {
  const t = useOwnPlanWords();
  const p = usePlanWords();
  const language = useLanguage();
  const figure = new Intl.NumberFormat(language);
  const features = (names: readonly string[]) => names.map((name) => wordOf(p, "feature", name)).join(", ");
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
      {offered.map((offer) => {
        const limits = Object.entries(offer.plan.limits);
        return (
          <Card key={offer.plan.id} withBorder padding="md">
            <Stack gap={8} h="100%" justify="space-between">
              <Stack gap={8}>
                <Group justify="space-between" align="baseline">
                  <Text fw={650}>{offer.plan.name}</Text>
                  <Price plan={offer.plan} />
                </Group>
                {offer.is_enough ? null : (
                  <div>
                    <StatusBadge tone="warn">{t("tooSmall")}</StatusBadge>
                  </div>
                )}
                {offer.plan.description ? <Text size="sm">{offer.plan.description}</Text> : null}
                <Text size="sm" fw={600}>
                  {t("limits")}
                </Text>
                <Text size="sm" component="div">
                  {limits.length === 0
                    ? t("noLimits")
                    : limits.map(([name, most]) => (
                        <div key={name}>
                          {t("limitLine", { limit: wordOf(p, "limit", name), most: figure.format(most) })}
                        </div>
                      ))}
                </Text>
                {offer.gains.length > 0 ? (
                  <Text size="sm">{t("adds", { features: features(offer.gains) })}</Text>
                ) : null}
                {offer.loses.length > 0 ? (
                  <Text size="sm">{t("lacks", { features: features(offer.loses) })}</Text>
                ) : null}
                {offer.gains.length + offer.loses.length === 0 ? (
                  <Text size="sm">{t("sameFeatures")}</Text>
                ) : null}
                {offer.plan.trial_days > 0 ? (
                  <Text size="sm" c="dimmed">
                    {t("trial", { count: offer.plan.trial_days })}
                  </Text>
                ) : null}
              </Stack>
              <Button
                variant="default"
                onClick={() => choose(offer)}
                aria-label={`${label(offer)}: ${offer.plan.name}`}
              >
                {label(offer)}
              </Button>
            </Stack>
          </Card>
        );
      })}
    </SimpleGrid>
  );

  function label(offer: OfferedPlan): string {
    if (!mayChange) return t("look");
    return offer.is_self_service ? t("take") : t("ask");
  }
}
