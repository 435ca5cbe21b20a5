import { Text } from "@mantine/core";
import { useLanguage } from "@/app/words";
import { useKitWords } from "../words";
import { readMoney, readNumber, readWeight, writeMoney, writeNumber, writeWeight } from "./read";
import { TypedInput, type TypedInputProps } from "./TypedInput";

/** An amount in minor units, typed as people say it: `12.500`, `12,50`. */
export function MoneyInput({ currency, ...rest }: TypedInputProps<number> & { currency: string }) {
  const t = useKitWords();
  const language = useLanguage();
  return (
    <TypedInput
      {...rest}
      read={(text) => readMoney(text, currency)}
      write={(minor) => writeMoney(language, minor, currency)}
      complaint={t("notAnAmount", { example: writeMoney(language, 125000, currency) })}
      sign={<Unit>{currency}</Unit>}
      rightSectionWidth={52}
    />
  );
}

/** A quantity in whole steps at a scale: `1,25` at scale 2 is 125. */
export function QuantityInput({
  scale = 0,
  unit,
  ...rest
}: TypedInputProps<number> & { scale?: number; unit?: string }) {
  const t = useKitWords();
  const language = useLanguage();
  return (
    <TypedInput
      {...rest}
      inputMode={scale === 0 ? "numeric" : "decimal"}
      read={(text) => readNumber(text, scale)}
      write={(steps) => writeNumber(language, steps, scale)}
      complaint={t("notAQuantity", { example: writeNumber(language, 125, scale) })}
      {...(unit ? { sign: <Unit>{unit}</Unit>, rightSectionWidth: 52 } : {})}
    />
  );
}

/** A weight in grams, typed as people say it: `1,25 kg`, `250 g`; without a unit it is kilograms. */
export function WeightInput({ unit = "kg", ...rest }: TypedInputProps<number> & { unit?: "g" | "kg" }) {
  const t = useKitWords();
  const language = useLanguage();
  return (
    <TypedInput
      {...rest}
      inputMode="text"
      read={(text) => readWeight(text, unit)}
      write={(grams) => writeWeight(language, grams)}
      complaint={t("notAWeight", { example: writeWeight(language, 1250) })}
    />
  );
}

function Unit({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed" pr={8}>
      {children}
    </Text>
  );
}
