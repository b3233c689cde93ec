-- The raw sums of the published cube, in one pass. Read by reports/raw_cube.py, which documents the rows.
-- "until" is today: nothing after it has happened yet.
WITH month AS MATERIALIZED (
    SELECT number::int AS m, first_day, least(last_day, %(until)s::date) AS last_day
    FROM unnest(%(first_days)s::date[], %(last_days)s::date[]) WITH ORDINALITY AS t(first_day, last_day, number)
),
calendar AS MATERIALIZED (
    -- counted[n + 1] working days among the first n days from base
    SELECT %(counted)s::int[] AS counted, %(base)s::date AS base
),
-- Every employment cut by month, with the hours it schedules there.
employed AS MATERIALIZED (
    SELECT employment.staff, employment.unit, employment.gender, employment.birth_year, month.m,
           employment.weekly_hours::float8 / 5 AS hours_a_day,
           greatest(employment.first_day, month.first_day) AS first_day,
           least(employment.last_day, month.last_day) AS last_day,
           employment.weekly_hours::float8 / 5 * (
               calendar.counted[least(employment.last_day, month.last_day) - calendar.base + 2]
               - calendar.counted[greatest(employment.first_day, month.first_day) - calendar.base + 1]) AS hours
    FROM statistics.employment employment
    CROSS JOIN calendar
    JOIN month ON employment.first_day <= month.last_day
              AND (employment.last_day IS NULL OR employment.last_day >= month.first_day)
    WHERE employment.project = %(project)s
),
-- One row a person and month: in one unit (where the month ended; the larger post if there are two), one
-- gender and one age group, so that every count adds up.
person AS MATERIALIZED (
    SELECT DISTINCT ON (employed.staff, employed.m)
           employed.staff, employed.m, employed.unit,
           CASE employed.gender WHEN 'woman' THEN 0 ELSE 1 END AS gender,
           CASE WHEN aged.years <= 29 THEN 0 WHEN aged.years <= 49 THEN 1 ELSE 2 END AS age,
           sum(employed.hours) OVER (PARTITION BY employed.staff, employed.m) AS hours
    FROM employed
    JOIN month USING (m)
    CROSS JOIN LATERAL (SELECT date_part('year', month.first_day) - employed.birth_year AS years) aged
    ORDER BY employed.staff, employed.m, employed.last_day DESC, employed.hours_a_day DESC, employed.unit
),
-- Which token stands for which diagnosis group, employer by employer; no token: not shared.
named AS MATERIALIZED (
    SELECT * FROM unnest(%(token_employers)s::bigint[], %(tokens)s::text[], %(token_groups)s::int[])
        AS t(employer, token, diagnosis)
),
episode AS MATERIALIZED (
    SELECT episode.staff, episode.first_day, episode.last_day,
           CASE WHEN episode.diagnosis_token IS NULL THEN %(not_shared)s ELSE coalesce(named.diagnosis, -1) END
               AS diagnosis
    FROM statistics.episode episode
    LEFT JOIN named ON named.employer = episode.subproject AND named.token = episode.diagnosis_token
    WHERE episode.project = %(project)s
      AND episode.first_day <= %(until)s
      AND (episode.last_day IS NULL OR episode.last_day >= (SELECT min(first_day) FROM month))
),
-- Every extent with the last day of its episode that is known.
extent AS MATERIALIZED (
    SELECT extent.staff, extent.extent / 100::float8 AS share, extent.first_day,
           CASE WHEN extent.diagnosis_token IS NULL THEN %(not_shared)s ELSE coalesce(named.diagnosis, -1) END
               AS diagnosis,
           least(coalesce(extent.episode_last_day, %(until)s), %(until)s) - extent.episode_first_day + 1
               >= %(long_days)s AS is_long,
           least(coalesce(extent.last_day, extent.episode_last_day, %(until)s),
                 coalesce(extent.episode_last_day, %(until)s), %(until)s) AS last_day
    FROM statistics.extent extent
    LEFT JOIN named ON named.employer = extent.subproject AND named.token = extent.diagnosis_token
    WHERE extent.project = %(project)s
      AND extent.episode_first_day <= %(until)s
      AND (extent.episode_last_day IS NULL OR extent.episode_last_day >= (SELECT min(first_day) FROM month))
),
-- Cut by month.
part AS MATERIALIZED (
    SELECT extent.staff, month.m, extent.diagnosis, extent.share, extent.is_long,
           greatest(extent.first_day, month.first_day) AS first_day,
           least(extent.last_day, month.last_day) AS last_day
    FROM extent
    JOIN month ON extent.first_day <= month.last_day AND extent.last_day >= month.first_day
),
-- Hours lost: the extent of what every employment schedules on the working days of the part.
lost_each AS MATERIALIZED (
    SELECT part.staff, part.m, part.diagnosis, part.is_long,
           part.share * employed.hours_a_day * (
               calendar.counted[least(part.last_day, employed.last_day) - calendar.base + 2]
               - calendar.counted[greatest(part.first_day, employed.first_day) - calendar.base + 1]) AS hours
    FROM part
    CROSS JOIN calendar
    JOIN employed ON employed.staff = part.staff AND employed.m = part.m
                 AND employed.first_day <= part.last_day AND employed.last_day >= part.first_day
),
lost AS (
    SELECT staff, m, diagnosis, is_long, sum(hours) AS hours
    FROM lost_each GROUP BY staff, m, diagnosis, is_long
),
net AS (
    SELECT staff, m, diagnosis, is_long, sum(share * (last_day - first_day + 1)) AS days
    FROM part GROUP BY staff, m, diagnosis, is_long
),
-- One row a person, month, diagnosis group and kind of spell.
absence AS MATERIALIZED (
    SELECT person.unit, person.gender, person.age, person.staff, person.m, net.diagnosis, net.is_long,
           coalesce(lost.hours, 0) AS hours, net.days
    FROM net
    JOIN person USING (staff, m)
    LEFT JOIN lost USING (staff, m, diagnosis, is_long)
),
absent_year AS (
    -- A month of absence counts in the years that end with it or later, until the next one takes over.
    SELECT kind, unit, m,
           least(m + 11, coalesce(lead(m) OVER (PARTITION BY kind, unit, staff ORDER BY m) - 1, m + 11)) AS until_m
    FROM (
        SELECT DISTINCT unit, staff, m, 0 AS kind FROM absence
        UNION
        SELECT DISTINCT unit, staff, m, CASE WHEN is_long THEN 1 ELSE 2 END FROM absence
    ) each
)
SELECT 'staff' AS kind, m, unit, gender, age, NULL::int AS diagnosis,
       count(*)::float8 AS a, sum(hours)::float8 AS b, 0::float8 AS c, 0::float8 AS d, 0::float8 AS e, 0::float8 AS f
FROM person GROUP BY m, unit, gender, age
UNION ALL
SELECT 'absence', m, unit, gender, age, diagnosis,
       sum(hours)::float8, sum(days)::float8, coalesce(sum(hours) FILTER (WHERE is_long), 0)::float8,
       -- Those with lost hours; where all are away on days off only, one, so that it is not taken for nobody.
       greatest(count(DISTINCT staff) FILTER (WHERE hours > 0), 1)::float8,
       greatest(count(DISTINCT staff) FILTER (WHERE is_long AND hours > 0), bool_or(is_long)::int)::float8,
       greatest(count(DISTINCT staff) FILTER (WHERE NOT is_long AND hours > 0), bool_or(NOT is_long)::int)::float8
FROM absence
GROUP BY GROUPING SETS ((m, unit, gender, age, diagnosis), (m, unit, gender, age))
UNION ALL
SELECT 'flows', person.m, person.unit, person.gender, person.age, episode.diagnosis,
       (count(*) FILTER (WHERE episode.last_day IS NULL OR episode.last_day >= month.last_day))::float8,
       (count(*) FILTER (WHERE episode.first_day >= month.first_day))::float8,
       (count(*) FILTER (WHERE episode.last_day <= month.last_day))::float8,
       (count(*) FILTER (WHERE (episode.last_day IS NULL OR episode.last_day >= month.last_day)
                           AND month.last_day - episode.first_day + 1 > %(over_days)s))::float8,
       0, 0
FROM episode
JOIN month ON episode.first_day <= month.last_day
          AND (episode.last_day IS NULL OR episode.last_day >= month.first_day)
JOIN person ON person.staff = episode.staff AND person.m = month.m
GROUP BY person.m, person.unit, person.gender, person.age, episode.diagnosis
UNION ALL
SELECT 'year', m, unit, kind, until_m, NULL, count(*)::float8, 0, 0, 0, 0, 0
FROM absent_year GROUP BY kind, unit, m, until_m
