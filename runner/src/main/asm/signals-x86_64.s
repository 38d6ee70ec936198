# What happens at a signal: its number, one byte, goes into a pipe that Java reads.
#
# void handler(int signal)
#
# Java cannot run at any moment and on any thread, as a handler must. No errno is touched, so the
# interrupted thread notices nothing. The descriptor is filled in before the code is used.

handler:
        push    %rdi
        mov     $1, %eax                # write(descriptor, &signal, 1)
        mov     descriptor(%rip), %edi
        mov     %rsp, %rsi
        mov     $1, %edx
        syscall
        pop     %rdi
        ret
restorer:                               # where the kernel sends a handler that returns
        mov     $15, %eax               # rt_sigreturn()
        syscall
descriptor:
        .long   0
