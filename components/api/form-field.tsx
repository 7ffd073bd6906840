'use client';

import type { ReactNode } from 'react';
import { type FieldValues, get, type Path, useController, useFormContext } from 'react-hook-form';
import { Field, type FieldProps } from '@/components/ui/field';
import { Input, type InputProps } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';

type Shared<Values extends FieldValues> = Omit<FieldProps, 'children' | 'error'> & { name: Path<Values> };

const useFault = (name: string): string | undefined => {
  const fault = get(useFormContext().formState.errors, name) as { message?: string; root?: { message?: string } } | undefined;
  return fault?.message ?? fault?.root?.message;
};

/** A line of text of the form around it. */
export function TextField<Values extends FieldValues>({
  name,
  input,
  label,
  ...field
}: Shared<Values> & { input?: Omit<InputProps, 'name' | 'value' | 'onChange'> & { onEdit?: () => void } }) {
  const { register } = useFormContext<Values>();
  const { onEdit, ...rest } = input ?? {};
  return (
    <Field label={label} error={useFault(name)} {...field}>
      <Input autoComplete="off" {...rest} {...register(name, onEdit && { onChange: onEdit })} />
    </Field>
  );
}

/** Several lines of text of the form around it. */
export function LongTextField<Values extends FieldValues>({ name, label, rows, ...field }: Shared<Values> & { rows?: number }) {
  const { register } = useFormContext<Values>();
  return (
    <Field label={label} error={useFault(name)} {...field}>
      <Textarea rows={rows ?? 2} {...register(name)} />
    </Field>
  );
}

/** Any other control of the form around it: given the value and what to do when it changes. */
export function ControlField<Values extends FieldValues, Value>({
  name,
  label,
  children,
  ...field
}: Shared<Values> & { children: (value: Value, onChange: (value: Value) => void) => ReactNode }) {
  const { field: control } = useController<Values>({ name });
  return (
    <Field label={label} error={useFault(name)} {...field}>
      {children(control.value as Value, (value) => {
        control.onChange(value);
        control.onBlur();
      })}
    </Field>
  );
}
