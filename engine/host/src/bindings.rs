//! The generated side of `wit/`. One world that exports every kind stands for all of them here, so that their types are shared; a
//! component exports one kind, and only that interface's functions are looked up.

wasmtime::component::bindgen!({
    path: "../../wit/0.1.0",
    inline: "
        package tamis:every-kind;
        world every-kind {
            import tamis:plugin/host@0.1.0;
            export tamis:plugin/filter@0.1.0;
            export tamis:plugin/scorer@0.1.0;
            export tamis:plugin/editor@0.1.0;
        }
    ",
    world: "tamis:every-kind/every-kind",
    ownership: Borrowing { duplicate_if_necessary: true },
});
