# What happens at a signal: its number, one byte, goes into a pipe that Java reads.
# What signals-x86_64.s describes.

handler:
        str     x0, [sp, #-16]!
        mov     x8, #64                 // write(descriptor, &signal, 1)
        ldr     w0, descriptor
        mov     x1, sp
        mov     x2, #1
        svc     #0
        add     sp, sp, #16
        ret
restorer:                               // where the kernel sends a handler that returns
        mov     x8, #139                // rt_sigreturn()
        svc     #0
descriptor:
        .word   0
