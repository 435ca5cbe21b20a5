import { Text } from "@mantine/core";
import { useLanguage } from "@/app/words";
import { formatCount, formatMoney, formatQuantity } from "./format";

/** An amount in minor units: `<Money minor={12500} currency="XOF" />`. */
export function Money({
  minor,
  currency,
  compact = false,
}: {
  minor: number;
  currency: string;
  compact?: boolean;
}) {
  const language = useLanguage();
  return <Figure>{formatMoney(language, minor, currency, compact)}</Figure>;
}

/** How much of something: `<Quantity value={125} scale={2} unit="KGM" />` is 1.25 kg. */
export function Quantity({
  value,
  scale = 0,
  unit = "C62",
}: {
  value: number;
  scale?: number;
  unit?: string;
}) {
  return <Figure>{formatQuantity(useLanguage(), value, scale, unit)}</Figure>;
}

/** How many: `1,234`. */
export function Count({ value, compact = false }: { value: number; compact?: boolean }) {
  return <Figure>{formatCount(useLanguage(), value, compact)}</Figure>;
}

function Figure({ children }: { children: string }) {
  return (
    <Text span inherit data-figures style={{ whiteSpace: "nowrap" }}>
      {children}
    </Text>
  );
}
