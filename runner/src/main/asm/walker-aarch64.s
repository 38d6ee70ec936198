# The inner program of a machine: walks a table of system calls, as walker-x86_64.s describes.
#
# void walk(struct table *table)
#
# Only registers that a caller does not keep are used: a clone may come with any stack.

        .globl  walk
walk:   mov     x9, x0                  // the table
        ldr     x10, [x9]               // the entry
next:   ldr     x11, [x10, #56]
        tbnz    w11, #3, end
        ldr     x8, [x10]
        ldp     x0, x1, [x10, #8]
        ldp     x2, x3, [x10, #24]
        ldp     x4, x5, [x10, #40]
        svc     #0
        ldp     x11, x12, [x10, #56]    // the flags, what is expected
        tbz     w11, #2, store
        cbnz    x0, store
        mov     x9, x12                 // in the child, which must not store: memory is shared
        ldr     x10, [x9]
        b       next
store:  ldr     x13, [x10, #72]
        cbz     x13, exact
        str     x0, [x13]
exact:  tbz     w11, #1, failed
        cmp     x0, x12
        b.eq    advance
        b       note
failed: cmn     x0, #4095               // unsigned: the highest 4095 values are errors
        b.lo    advance
        tbnz    w11, #0, advance
note:   neg     x0, x0
        stp     x10, x0, [x9, #16]
        ldr     x10, [x9, #8]
        cbz     x10, end
        str     xzr, [x9, #8]
        b       next
advance:
        add     x10, x10, #80
        b       next
end:    ret
