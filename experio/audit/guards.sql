-- Each row of the reading log in its place in the chain. What the hash covers, every column with its length before
-- it, is never to be changed for rows that exist: `experio.audit.chain` states the same text, and verification
-- compares.
CREATE FUNCTION audit_chain_reading() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $function$
DECLARE
    head public.audit_readinghead;
BEGIN
    -- The first lane that nobody else is writing in; only when all are busy does one wait.
    SELECT * INTO head FROM public.audit_readinghead ORDER BY lane LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        INSERT INTO public.audit_readinghead (lane, position, hash)
        SELECT lane, 0, decode(repeat('00', 32), 'hex') FROM generate_series(0, 15) AS lane
        ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM public.audit_readinghead WHERE lane = NEW.id % 16 FOR UPDATE;
    END IF;
    NEW.lane := head.lane;
    NEW.position := head.position + 1;
    NEW.hash := sha256(head.hash || convert_to(
        coalesce(octet_length(NEW.lane::text) || ':' || NEW.lane::text, '-') ||
        coalesce(octet_length(NEW.position::text) || ':' || NEW.position::text, '-') ||
        coalesce(octet_length(NEW.id::text) || ':' || NEW.id::text, '-') ||
        coalesce(octet_length((extract(epoch FROM NEW.at) * 1000000)::bigint::text) || ':' || (extract(epoch FROM NEW.at) * 1000000)::bigint::text, '-') ||
        coalesce(octet_length(NEW.actor_id::text) || ':' || NEW.actor_id::text, '-') ||
        coalesce(octet_length(NEW.on_behalf_of_id::text) || ':' || NEW.on_behalf_of_id::text, '-') ||
        coalesce(octet_length(NEW.capacity) || ':' || NEW.capacity, '-') ||
        coalesce(octet_length(NEW.act) || ':' || NEW.act, '-') ||
        coalesce(octet_length(array_to_string(NEW.people, ',')) || ':' || array_to_string(NEW.people, ','), '-') ||
        coalesce(octet_length(array_to_string(NEW.employers, ',')) || ':' || array_to_string(NEW.employers, ','), '-') ||
        coalesce(octet_length(NEW.case_id::text) || ':' || NEW.case_id::text, '-') ||
        coalesce(octet_length(NEW.purpose) || ':' || NEW.purpose, '-') ||
        coalesce(octet_length(NEW.route) || ':' || NEW.route, '-') ||
        coalesce(octet_length(NEW.method) || ':' || NEW.method, '-') ||
        coalesce(octet_length(NEW.path) || ':' || NEW.path, '-') ||
        coalesce(octet_length(NEW.status::text) || ':' || NEW.status::text, '-') ||
        coalesce(octet_length(NEW.address) || ':' || NEW.address, '-') ||
        coalesce(octet_length(NEW.session) || ':' || NEW.session, '-'), 'UTF8'));
    UPDATE public.audit_readinghead SET position = NEW.position, hash = NEW.hash WHERE lane = head.lane;
    RETURN NEW;
END
$function$;

REVOKE ALL ON FUNCTION audit_chain_reading() FROM PUBLIC;

CREATE TRIGGER chain BEFORE INSERT ON audit_reading
    FOR EACH ROW EXECUTE FUNCTION audit_chain_reading();

CREATE FUNCTION audit_refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $function$
BEGIN
    RAISE EXCEPTION 'Cannot change or delete what was read: rows are only ever added.';
END
$function$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_reading
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
