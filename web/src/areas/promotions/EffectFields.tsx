import { Button, Group, Select } from "@mantine/core";
import { useState } from "react";
import type { ChosenGoods } from "@/api/generated/types.gen";
import { useMe } from "@/app/may";
import { AmountInputs } from "./AmountInputs";
import { Chip, GoodsPicker } from "./GoodsPicker";
import { PercentInput } from "./PercentInput";
import { Pieces } from "./Pieces";
import { Tiers } from "./Tiers";
import { VariantFinder } from "./VariantFinder";
import type { Effect } from "./values";
import { usePromotionWords } from "./words";

interface EffectFieldsProps {
  effect: Effect;
  put: (effect: Effect) => void;
  disabled: boolean;
}

/** What an effect needs to know. */
export function EffectFields({ effect, put, disabled }: EffectFieldsProps) {
  const t = usePromotionWords();
  const goodsOf = (goods: ChosenGoods | undefined, change: (goods: ChosenGoods) => void, label?: string) => (
    <div style={{ gridColumn: "1 / -1" }}>
      <GoodsPicker goods={goods} change={change} disabled={disabled} {...(label ? { label } : {})} />
    </div>
  );
  switch (effect.kind) {
    case "percent":
      return (
        <>
          <PercentInput
            label={t("percent")}
            value={effect.ppm}
            onChange={(ppm) => put({ ...effect, ppm: ppm ?? 100_000 })}
            disabled={disabled}
          />
          <Select
            label={t("on")}
            data={(["lines", "order", "shipping"] as const).map((value) => ({
              value,
              label: t(`on_${value}`),
            }))}
            value={effect.on ?? "lines"}
            allowDeselect={false}
            disabled={disabled}
            onChange={(on) => on && put({ ...effect, on })}
          />
          {effect.on === "shipping" ? null : goodsOf(effect.goods, (goods) => put({ ...effect, goods }))}
        </>
      );
    case "amount":
      return (
        <>
          <AmountInputs
            amounts={effect.amounts}
            change={(amounts) => put({ ...effect, amounts })}
            label={(currency) => t("amountIn", { currency })}
            disabled={disabled}
          />
          <Select
            label={t("on")}
            data={(["each", "line", "order", "shipping"] as const).map((value) => ({
              value,
              label: t(`on_${value}`),
            }))}
            value={effect.on ?? "order"}
            allowDeselect={false}
            disabled={disabled}
            onChange={(on) => on && put({ ...effect, on })}
          />
          {effect.on === "shipping" ? null : goodsOf(effect.goods, (goods) => put({ ...effect, goods }))}
        </>
      );
    case "free_shipping":
      return (
        <AmountInputs
          amounts={effect.up_to}
          change={(up_to) => put({ ...effect, up_to })}
          label={(currency) => t("upTo", { currency })}
          description={t("upToHelp")}
          disabled={disabled}
        />
      );
    case "buy_get":
      return (
        <>
          <Pieces
            label={t("buy")}
            value={effect.buy}
            change={(buy) => put({ ...effect, buy: buy ?? 1 })}
            disabled={disabled}
          />
          <Pieces
            label={t("get")}
            value={effect.get}
            change={(get) => put({ ...effect, get: get ?? 1 })}
            disabled={disabled}
          />
          <PercentInput
            label={t("percentLess")}
            value={effect.ppm ?? 1_000_000}
            onChange={(ppm) => put({ ...effect, ppm: ppm ?? 1_000_000 })}
            disabled={disabled}
          />
          <Pieces
            label={t("times")}
            value={effect.most}
            most={1000}
            change={(most) => put({ ...effect, most })}
            disabled={disabled}
            description={t("noLimit")}
          />
          {goodsOf(effect.goods, (goods) => put({ ...effect, goods }))}
          {effect.get_goods ? (
            goodsOf(effect.get_goods, (get_goods) => put({ ...effect, get_goods }), t("goodsGet"))
          ) : (
            <Group style={{ gridColumn: "1 / -1" }}>
              <Button
                variant="default"
                size="xs"
                disabled={disabled}
                onClick={() => put({ ...effect, get_goods: {} })}
              >
                {t("goodsGet")}: {t("goodsSame")}
              </Button>
            </Group>
          )}
        </>
      );
    case "tiered":
      return (
        <>
          <Tiers effect={effect} put={put} disabled={disabled} />
          {goodsOf(effect.goods, (goods) => put({ ...effect, goods }))}
        </>
      );
    case "bundle":
      return (
        <>
          <AmountInputs
            amounts={effect.price}
            change={(price) => put({ ...effect, price })}
            label={(currency) => t("priceIn", { currency })}
            disabled={disabled}
          />
          {effect.parts.map((part, place) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: parts have no name of their own
              key={place}
              style={{ gridColumn: "1 / -1" }}
            >
              <Pieces
                label={`${t("part", { number: place + 1 })} · ${t("pieces")}`}
                value={part.pieces ?? 1}
                most={100}
                change={(pieces) =>
                  put({
                    ...effect,
                    parts: effect.parts.map((one, n) =>
                      n === place ? { ...one, pieces: pieces ?? 1 } : one,
                    ),
                  })
                }
                disabled={disabled}
              />
              {goodsOf(part.goods, (goods) =>
                put({
                  ...effect,
                  parts: effect.parts.map((one, n) => (n === place ? { ...one, goods } : one)),
                }),
              )}
            </div>
          ))}
          {disabled ? null : (
            <Group style={{ gridColumn: "1 / -1" }}>
              <Button
                variant="default"
                size="xs"
                disabled={effect.parts.length >= 10}
                onClick={() => put({ ...effect, parts: [...effect.parts, { goods: {}, pieces: 1 }] })}
              >
                {t("addPart")}
              </Button>
            </Group>
          )}
        </>
      );
    case "gift":
      return (
        <>
          <Pieces
            label={t("pieces")}
            value={effect.pieces ?? 1}
            most={100}
            change={(pieces) => put({ ...effect, pieces: pieces ?? 1 })}
            disabled={disabled}
          />
          <Gifts
            variants={effect.variants}
            change={(variants) => put({ ...effect, variants })}
            disabled={disabled}
          />
        </>
      );
    default:
      return (
        <>
          <AmountInputs
            amounts={effect.prices}
            change={(prices) => put({ ...effect, prices })}
            label={(currency) => t("priceIn", { currency })}
            disabled={disabled}
          />
          {goodsOf(effect.goods, (goods) => put({ ...effect, goods }))}
        </>
      );
  }
}

interface GiftsProps {
  variants: readonly string[];
  change: (variants: string[]) => void;
  disabled: boolean;
}

function Gifts({ variants, change, disabled }: GiftsProps) {
  const t = usePromotionWords();
  const { stores } = useMe();
  const [names, setNames] = useState<Record<string, string>>({});
  return (
    <div style={{ gridColumn: "1 / -1" }}>
      <Group gap={6} pb={8}>
        {variants.map((id) => (
          <Chip
            key={id}
            name={names[id] ?? t("unknown")}
            disabled={disabled}
            drop={() => change(variants.filter((one) => one !== id))}
          />
        ))}
      </Group>
      {disabled ? null : (
        <VariantFinder
          store={stores[0]?.id ?? ""}
          onPick={(id, name) => {
            setNames({ ...names, [id]: name });
            if (!variants.includes(id)) change([...variants, id]);
          }}
        />
      )}
    </div>
  );
}
