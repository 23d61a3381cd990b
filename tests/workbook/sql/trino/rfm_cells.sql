SELECT
  "t0"."recency_score",
  "t0"."frequency_score",
  COUNT(*) AS "n",
  SUM("t0"."spent") AS "spent"
FROM "scores" AS "t0"
GROUP BY
  1,
  2
