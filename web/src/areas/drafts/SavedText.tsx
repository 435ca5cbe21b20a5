import { Textarea, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";

interface SavedTextProps {
  label: string;
  description?: string;
  type?: "text" | "email" | "tel";
  maxLength: number;
  isLong?: boolean;
  saved: string;
  save: (text: string) => void;
}

/** A field that is saved when one leaves it. */
export function SavedText({ saved, save, isLong = false, type = "text", ...rest }: SavedTextProps) {
  const [typed, setTyped] = useState(saved);
  useEffect(() => setTyped(saved), [saved]);
  const leave = () => {
    if (typed.trim() !== saved) save(typed.trim());
  };
  const field = {
    ...rest,
    value: typed,
    onBlur: leave,
    onChange: (event: { currentTarget: { value: string } }) => setTyped(event.currentTarget.value),
  };
  return isLong ? <Textarea autosize minRows={2} {...field} /> : <TextInput type={type} {...field} />;
}
