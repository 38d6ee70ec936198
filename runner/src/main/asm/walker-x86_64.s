# The inner program of a machine: walks a table of system calls.
#
# long walk(struct table *table)
#
# A child that shares the memory of a Java virtual machine must not run Java, so everything it does
# is a row of this table, prepared beforehand. The layout is that of jbuild.runner.linux.CallTable:
#
#   struct table { entry *first; entry *recovery; entry *failed; long error; };
#   struct entry { long number; long argument[6]; long flags; long expected; long *store; };
#
# Flags: 1 may fail; 2 must return exactly `expected`; 4 a clone: the child goes on with the table
# `expected`; 8 the end. A failure is noted in the table, which then goes on at `recovery`, once.
# The stack is not used after the entry, so a clone may come with any.

        .globl  walk
walk:   push    %rbx
        push    %rbp
        mov     %rdi, %rbp              # the table
        mov     (%rbp), %rbx            # the entry
next:   mov     56(%rbx), %rax
        test    $8, %al
        jnz     end
        mov     (%rbx), %rax
        mov     8(%rbx), %rdi
        mov     16(%rbx), %rsi
        mov     24(%rbx), %rdx
        mov     32(%rbx), %r10
        mov     40(%rbx), %r8
        mov     48(%rbx), %r9
        syscall
        mov     56(%rbx), %rdx
        test    $4, %dl
        jz      store
        test    %rax, %rax
        jnz     store
        mov     64(%rbx), %rbp          # in the child, which must not store: memory is shared
        mov     (%rbp), %rbx
        jmp     next
store:  mov     72(%rbx), %rcx
        test    %rcx, %rcx
        jz      exact
        mov     %rax, (%rcx)
exact:  test    $2, %dl
        jz      failed
        cmp     64(%rbx), %rax
        je      advance
        jmp     note
failed: cmp     $-4095, %rax            # unsigned: the highest 4095 values are errors
        jb      advance
        test    $1, %dl
        jnz     advance
note:   mov     %rbx, 16(%rbp)
        neg     %rax
        mov     %rax, 24(%rbp)
        mov     8(%rbp), %rbx
        test    %rbx, %rbx
        jz      end
        movq    $0, 8(%rbp)
        jmp     next
advance:
        add     $80, %rbx
        jmp     next
end:    mov     16(%rbp), %rax
        pop     %rbp
        pop     %rbx
        ret
