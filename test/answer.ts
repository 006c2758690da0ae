/** What a test reads of the server's answer: its status alone, or its JSON in the shape that it must have. */

import type { z } from 'zod'

export const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status

export const json = async <Shape extends z.ZodType>(
  answer: Promise<Response>,
  shape: Shape,
): Promise<z.output<Shape>> => shape.parse(await (await answer).json())
