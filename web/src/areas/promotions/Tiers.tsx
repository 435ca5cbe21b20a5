import { Button, Group, Select, SimpleGrid } from "@mantine/core";
import { AmountInputs } from "./AmountInputs";
import { PercentInput } from "./PercentInput";
import { Pieces } from "./Pieces";
import type { Effect } from "./values";
import { usePromotionWords } from "./words";

type TieredEffect = Extract<Effect, { kind: "tiered" }>;

interface TiersProps {
  effect: TieredEffect;
  put: (effect: TieredEffect) => void;
  disabled: boolean;
}

/** The steps of an effect that grows with what is bought. */
export function Tiers({ effect, put, disabled }: TiersProps) {
  const t = usePromotionWords();
  const set = (place: number, change: Partial<TieredEffect["tiers"][number]>) =>
    put({ ...effect, tiers: effect.tiers.map((tier, n) => (n === place ? { ...tier, ...change } : tier)) });
  return (
    <div style={{ gridColumn: "1 / -1" }}>
      <Select
        label={t("by")}
        data={(["pieces", "spend"] as const).map((value) => ({ value, label: t(`by_${value}`) }))}
        value={effect.by}
        allowDeselect={false}
        disabled={disabled}
        onChange={(by) => by && put({ ...effect, by })}
      />
      {effect.tiers.map((tier, place) => (
        <SimpleGrid
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own
          key={place}
          cols={{ base: 1, xs: 2 }}
          pt={10}
        >
          {effect.by === "pieces" ? (
            <Pieces
              label={`${t("tier", { number: place + 1 })} · ${t("from")}`}
              value={tier.pieces ?? null}
              change={(pieces) => set(place, { pieces: pieces ?? 0 })}
              disabled={disabled}
            />
          ) : (
            <AmountInputs
              amounts={tier.spend}
              change={(spend) => set(place, { spend })}
              label={(currency) => `${t("tier", { number: place + 1 })} · ${t("atLeast", { currency })}`}
              disabled={disabled}
            />
          )}
          <PercentInput
            label={t("percent")}
            value={tier.ppm || null}
            onChange={(ppm) => set(place, { ppm: ppm ?? 0 })}
            disabled={disabled}
          />
        </SimpleGrid>
      ))}
      {disabled ? null : (
        <Group pt={10}>
          <Button
            variant="default"
            size="xs"
            disabled={effect.tiers.length >= 20}
            onClick={() => put({ ...effect, tiers: [...effect.tiers, { ppm: 100_000 }] })}
          >
            {t("addTier")}
          </Button>
        </Group>
      )}
    </div>
  );
}
