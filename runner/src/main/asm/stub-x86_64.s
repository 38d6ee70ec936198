# The program that a child becomes before its payload, and what remains beside a second process.
#
# The kernel starts it at its first byte; the walker follows the last one. Its data, at 0x501000,
# are those of jbuild.runner.linux.Stub: the address of the number of a process, or 0; then 16 bytes
# in, a table.
#
# The table ends in execve. When it does not, and has made a process, this is the first process of
# a machine: it reaps all others and ends with the one it has made. Signals are blocked and waited
# for. Some ask for a shutdown: that process then has 90 seconds to end.

        .set    child, 0x501000
        .set    table, 0x501010

        # On the stack: a siginfo_t, then:
        .set    code, 8
        .set    pid, 16
        .set    status, 24
        .set    time, 128
        .set    heard, 144

        .globl  _start
_start: mov     $table, %edi
        call    walk
        mov     $127, %edi
        mov     child, %rax
        test    %rax, %rax
        jz      exit
        mov     (%rax), %r12d
        test    %r12d, %r12d
        jz      exit
        xor     %r13d, %r13d            # what to ask the kernel for at the end: nothing yet
        sub     $152, %rsp
        mov     $0x0003c0f000010002, %rax       # those below, and SIGCHLD
        mov     %rax, heard(%rsp)

reap:   movl    $0, pid(%rsp)
        mov     $247, %eax              # waitid(P_ALL, 0, &info, WNOHANG | WEXITED, 0)
        xor     %edi, %edi
        xor     %esi, %esi
        mov     %rsp, %rdx
        mov     $5, %r10d
        xor     %r8d, %r8d
        syscall
        mov     pid(%rsp), %eax
        test    %eax, %eax
        jz      wait
        cmp     %eax, %r12d
        jne     reap
        test    %r13d, %r13d
        jnz     finish
        mov     $255, %edi              # killed by a signal
        cmpl    $1, code(%rsp)          # CLD_EXITED
        jne     exit
        mov     status(%rsp), %edi
exit:   mov     $231, %eax              # exit_group()
        syscall

wait:   xor     %edx, %edx
        test    %r13d, %r13d
        jz      block
        call    now
        mov     %r14, %rax              # the time to end at
        sub     time(%rsp), %rax
        jle     finish
        mov     %rax, time(%rsp)
        movq    $0, time+8(%rsp)
        lea     time(%rsp), %rdx
block:  mov     $128, %eax              # rt_sigtimedwait(heard, NULL, time, 8)
        lea     heard(%rsp), %rdi
        xor     %esi, %esi
        mov     $8, %r10d
        syscall
        test    %r13d, %r13d
        jnz     reap
        test    %eax, %eax
        jle     reap
        dec     %eax
        mov     $0x4321fedc, %r13d      # LINUX_REBOOT_CMD_POWER_OFF
        mov     $0x0000c03000000000, %rcx       # SIGRTMIN+3, +4, +13, +14
        bt      %rax, %rcx
        jc      ask
        mov     $0x01234567, %r13d      # LINUX_REBOOT_CMD_RESTART
        mov     $0x000300c000000002, %rcx       # SIGINT, SIGRTMIN+5, +6, +15, +16
        bt      %rax, %rcx
        jc      ask
        xor     %r13d, %r13d
        jmp     reap

ask:    mov     $15, %esi               # SIGTERM
        call    kill
        mov     $1, %esi                # SIGHUP
        call    kill
        mov     $18, %esi               # SIGCONT: who is stopped must hear
        call    kill
        call    now
        mov     time(%rsp), %r14
        add     $90, %r14
        jmp     reap

finish: mov     $39, %eax               # getpid()
        syscall
        cmp     $1, %eax                # never the host
        jne     say
        mov     $169, %eax              # reboot(): in a pid namespace the end of this process
        mov     $0xfee1dead, %edi
        mov     $672274793, %esi
        mov     %r13d, %edx
        xor     %r10d, %r10d
        syscall
say:    xor     %edi, %edi              # it may be forbidden
        cmp     $0x4321fedc, %r13d
        je      exit
        mov     $133, %edi
        jmp     exit

kill:   mov     $62, %eax
        mov     %r12d, %edi
        syscall
        ret

now:    mov     $228, %eax              # clock_gettime(CLOCK_MONOTONIC, time)
        mov     $1, %edi
        lea     time+8(%rsp), %rsi      # above the address to return to
        syscall
        ret
walk:
