import { Button, Group, SimpleGrid, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Section } from "@/kit/Section";
import { EffectFields } from "./EffectFields";
import { Row } from "./Rows";
import { EFFECTS, type Effect, effectOf } from "./values";
import { usePromotionWords } from "./words";

interface EffectsProps {
  effects: readonly Effect[];
  change: (effects: Effect[]) => void;
  disabled: boolean;
}

/** What it gives, one effect a line. */
export function Effects({ effects, change, disabled }: EffectsProps) {
  const t = usePromotionWords();
  const kinds = EFFECTS.map((value) => ({ value, label: t(`effect_${value}`) }));
  const put = (place: number, effect: Effect) =>
    change(effects.map((one, n) => (n === place ? effect : one)));
  return (
    <Section title={t("gives")}>
      <Stack>
        {effects.map((effect, place) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: effects have no name of their own
            key={place}
            label={t("effectNumber", { number: place + 1 })}
            kinds={kinds}
            kind={effect.kind}
            become={(kind) => put(place, effectOf(kind))}
            remove={effects.length > 1 ? () => change(effects.filter((_, n) => n !== place)) : null}
            disabled={disabled}
          >
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <EffectFields effect={effect} put={(next) => put(place, next)} disabled={disabled} />
            </SimpleGrid>
          </Row>
        ))}
        {disabled ? null : (
          <Group>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} />}
              disabled={effects.length >= 10}
              onClick={() => change([...effects, effectOf("percent")])}
            >
              {t("addEffect")}
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}
