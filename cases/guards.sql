-- What a disposal may do, kept by triggers. Each acts in the own name; what is decided or done stays as it is.

CREATE FUNCTION cases_guard_disposal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE actor text := coalesce(current_setting('experio.actor', true), '');
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.approved_by_id IS NOT NULL OR NEW.withdrawn_by_id IS NOT NULL OR NEW.carried_out_at IS NOT NULL
           OR NEW.proposed_by_id::text <> actor THEN
            RAISE EXCEPTION 'A disposal begins as a proposal in the own name.' USING ERRCODE = 'EX017';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'The record of a disposal is never deleted.' USING ERRCODE = 'EX017';
    END IF;
    IF OLD.carried_out_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'The disposal has been decided.' USING ERRCODE = 'EX017';
    END IF;
    IF (OLD.subproject_id, OLD.kind, OLD.record_kind, OLD.decision_reference, OLD.records, OLD.proposed_by_id,
        OLD.proposed_at, coalesce(OLD.rule_id, 0), coalesce(OLD.request_number, 0))
       IS DISTINCT FROM
       (NEW.subproject_id, NEW.kind, NEW.record_kind, NEW.decision_reference, NEW.records, NEW.proposed_by_id,
        NEW.proposed_at, coalesce(NEW.rule_id, 0), coalesce(NEW.request_number, 0))
       OR (OLD.approved_by_id IS NOT NULL AND OLD.approved_by_id IS DISTINCT FROM NEW.approved_by_id) THEN
        RAISE EXCEPTION 'What was proposed and approved stays as it is.' USING ERRCODE = 'EX017';
    END IF;
    IF (OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL AND NEW.approved_by_id::text <> actor)
       OR (OLD.withdrawn_by_id IS NULL AND NEW.withdrawn_by_id IS NOT NULL
           AND NEW.withdrawn_by_id::text <> actor) THEN
        RAISE EXCEPTION 'A disposal is approved in the own name.' USING ERRCODE = 'EX017';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_disposal BEFORE INSERT OR UPDATE OR DELETE ON cases_disposal
    FOR EACH ROW EXECUTE FUNCTION cases_guard_disposal();

CREATE FUNCTION cases_guard_disposal_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found cases_disposal;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT * INTO found FROM cases_disposal WHERE id = NEW.disposal_id;
        IF found.id IS NULL OR found.approved_by_id IS NOT NULL OR found.withdrawn_at IS NOT NULL THEN
            RAISE EXCEPTION 'A disposal names its rows before it is approved.' USING ERRCODE = 'EX017';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        SELECT * INTO found FROM cases_disposal WHERE id = OLD.disposal_id;
        IF found.carried_out_at IS NOT NULL OR found.withdrawn_at IS NOT NULL THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'What a disposal names stays as it is.' USING ERRCODE = 'EX017';
END $$;
CREATE TRIGGER guard_disposal_row BEFORE INSERT OR UPDATE OR DELETE ON cases_disposalrow
    FOR EACH ROW EXECUTE FUNCTION cases_guard_disposal_row();

CREATE FUNCTION cases_only_by_disposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases_disposalrow named JOIN cases_disposal disposal ON disposal.id = named.disposal_id
        WHERE named."table" = TG_TABLE_NAME AND named."row" = OLD.pgh_id
          AND disposal.approved_by_id IS NOT NULL AND disposal.approved_by_id <> disposal.proposed_by_id
          AND disposal.withdrawn_at IS NULL AND disposal.carried_out_at IS NULL
    ) THEN
        RAISE EXCEPTION 'History goes only by an approved disposal.' USING ERRCODE = 'EX017';
    END IF;
    RETURN OLD;
END $$;
