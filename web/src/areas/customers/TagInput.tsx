import { TagsInput, type TagsInputProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { adminListCustomerTags } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useCustomerWords } from "./words";

/** Tags, with the most used ones that begin so proposed. */
export function TagInput(props: Omit<TagsInputProps, "data">) {
  const t = useCustomerWords();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed, 150);
  const known = useRead(adminListCustomerTags, { query: { q: asked } }, { keep: true });
  return (
    <TagsInput
      description={t("tagsHelp")}
      maxTags={50}
      clearable
      splitChars={[",", ";"]}
      {...props}
      searchValue={typed}
      onSearchChange={setTyped}
      data={(known.data ?? []).map((one) => one.tag)}
    />
  );
}
