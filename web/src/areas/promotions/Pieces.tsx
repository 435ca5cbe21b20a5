import { NumberInput } from "@mantine/core";

interface PiecesProps {
  label: string;
  value: number | null | undefined;
  change: (value: number | null) => void;
  disabled: boolean;
  most?: number;
  description?: string;
}

/** A whole number of something; empty is none. */
export function Pieces({ label, value, change, disabled, most = 1_000_000, description }: PiecesProps) {
  return (
    <NumberInput
      label={label}
      {...(description ? { description, inputWrapperOrder: ["label", "input", "description", "error"] } : {})}
      value={value ?? ""}
      min={1}
      max={most}
      allowDecimal={false}
      allowNegative={false}
      disabled={disabled}
      onChange={(typed) => change(typeof typed === "number" ? typed : null)}
    />
  );
}
