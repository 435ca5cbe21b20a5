import { TextInput, type TextInputProps } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";

export interface TypedInputProps<V> extends Omit<TextInputProps, "value" | "defaultValue" | "onChange"> {
  value: V | null | undefined;
  /** Called with what was understood; null when the field was emptied. */
  onChange: (value: V | null) => void;
}

interface Reading<V> {
  read: (text: string) => V | null;
  write: (value: V) => string;
  /** Said when what was typed cannot be understood. */
  complaint: string;
  sign?: ReactNode;
}

/** A text field for a value that people write in several ways. It is tidied when left, never while typing. */
export function TypedInput<V>({
  value,
  onChange,
  read,
  write,
  complaint,
  sign,
  ...rest
}: TypedInputProps<V> & Reading<V>) {
  const shown = value === null || value === undefined ? "" : write(value);
  const [typed, setTyped] = useState(shown);
  const [isTyping, setTyping] = useState(false);
  const [isWrong, setWrong] = useState(false);
  useEffect(() => {
    if (!isTyping && !isWrong) setTyped(shown);
  }, [shown, isTyping, isWrong]);

  function take(text: string): void {
    setTyped(text);
    if (text.trim() === "") onChange(null);
    else {
      const understood = read(text);
      if (understood !== null) onChange(understood);
    }
  }

  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      rightSection={sign}
      rightSectionPointerEvents="none"
      {...rest}
      styles={{ input: { fontVariantNumeric: "tabular-nums" } }}
      value={typed}
      error={isWrong ? complaint : rest.error}
      onChange={(event) => take(event.currentTarget.value)}
      onFocus={(event) => {
        setTyping(true);
        setWrong(false);
        rest.onFocus?.(event);
      }}
      onBlur={(event) => {
        setTyping(false);
        setWrong(typed.trim() !== "" && read(typed) === null);
        rest.onBlur?.(event);
      }}
    />
  );
}
