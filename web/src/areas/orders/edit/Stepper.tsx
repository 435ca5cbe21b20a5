import { ActionIcon } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { stepOf } from "./draft";
import classes from "./edit.module.css";
import { useEditWords } from "./words";

interface StepperProps {
  name: string;
  value: number;
  scale: number;
  /** Not under this: it is packed, or must be there. */
  least: number;
  change: (quantity: number) => void;
}

/** How much of something: typed, or step by step. */
export function Stepper({ name, value, scale, least, change }: StepperProps) {
  const t = useEditWords();
  const step = stepOf(scale);
  return (
    <div className={classes.stepper}>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={t("less", { name })}
        disabled={value <= least}
        onClick={() => change(Math.max(value - step, least))}
      >
        <IconMinus size={16} />
      </ActionIcon>
      <QuantityInput
        aria-label={t("quantityOf", { name })}
        size="xs"
        value={value}
        scale={scale}
        onChange={(next) => change(Math.max(next ?? least, least))}
      />
      <ActionIcon
        variant="default"
        size={30}
        aria-label={t("more", { name })}
        onClick={() => change(value + step)}
      >
        <IconPlus size={16} />
      </ActionIcon>
    </div>
  );
}
