import { useMe } from "@/app/may";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { type Amounts, withAmount } from "./values";

interface AmountInputsProps {
  amounts: Amounts | undefined;
  change: (amounts: Amounts) => void;
  label: (currency: string) => string;
  description?: string;
  disabled?: boolean;
}

/** An amount for each currency that the company's stores sell in, and for those that are named already. */
export function AmountInputs({ amounts, change, label, description, disabled }: AmountInputsProps) {
  const { stores } = useMe();
  const currencies = [...new Set([...stores.map((store) => store.currency), ...Object.keys(amounts ?? {})])];
  return (
    <>
      {currencies.map((currency) => (
        <MoneyInput
          key={currency}
          label={label(currency)}
          {...(description
            ? { description, inputWrapperOrder: ["label", "input", "description", "error"] }
            : {})}
          currency={currency}
          value={amounts?.[currency] ?? null}
          onChange={(minor) => change(withAmount(amounts, currency, minor))}
          disabled={disabled ?? false}
        />
      ))}
    </>
  );
}
