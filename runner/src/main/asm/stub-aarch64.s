# The program that a child becomes before its payload, and what remains beside a second process:
# what stub-x86_64.s describes.

        .equ    data, 0x501000          // the address of the number of a process; at 16, a table

        // On the stack: a siginfo_t, then:
        .equ    code, 8
        .equ    pid, 16
        .equ    status, 24
        .equ    time, 128
        .equ    heard, 144

        .globl  _start
_start: movz    x19, #(data >> 16), lsl #16
        movk    x19, #(data & 0xffff)
        add     x0, x19, #16
        bl      walk
        mov     w0, #127
        ldr     x19, [x19]
        cbz     x19, exit
        ldr     w19, [x19]
        cbz     w19, exit
        mov     w20, #0                 // what to ask the kernel for at the end: nothing yet
        sub     sp, sp, #160
        movz    x0, #0x0003, lsl #48    // those below, and SIGCHLD
        movk    x0, #0xc0f0, lsl #32
        movk    x0, #0x0001, lsl #16
        movk    x0, #0x0002
        str     x0, [sp, #heard]

reap:   str     wzr, [sp, #pid]
        mov     x8, #95                 // waitid(P_ALL, 0, &info, WNOHANG | WEXITED, 0)
        mov     x0, #0
        mov     x1, #0
        mov     x2, sp
        mov     x3, #5
        mov     x4, #0
        svc     #0
        ldr     w0, [sp, #pid]
        cbz     w0, wait
        cmp     w0, w19
        b.ne    reap
        cbnz    w20, finish
        mov     w0, #255                // killed by a signal
        ldr     w1, [sp, #code]
        cmp     w1, #1                  // CLD_EXITED
        b.ne    exit
        ldr     w0, [sp, #status]
exit:   mov     x8, #94                 // exit_group()
        svc     #0

wait:   mov     x2, #0
        cbz     w20, block
        bl      now
        ldr     x0, [sp, #time]
        subs    x0, x21, x0             // until the time to end at
        b.le    finish
        stp     x0, xzr, [sp, #time]
        add     x2, sp, #time
block:  mov     x8, #137                // rt_sigtimedwait(heard, NULL, time, 8)
        add     x0, sp, #heard
        mov     x1, #0
        mov     x3, #8
        svc     #0
        cbnz    w20, reap
        cmp     w0, #0
        b.le    reap
        sub     w0, w0, #1
        movz    w20, #0x4321, lsl #16   // LINUX_REBOOT_CMD_POWER_OFF
        movk    w20, #0xfedc
        movz    x1, #0xc030, lsl #32    // SIGRTMIN+3, +4, +13, +14
        lsr     x1, x1, x0
        tbnz    x1, #0, ask
        movz    w20, #0x0123, lsl #16   // LINUX_REBOOT_CMD_RESTART
        movk    w20, #0x4567
        movz    x1, #0x0003, lsl #48    // SIGINT, SIGRTMIN+5, +6, +15, +16
        movk    x1, #0x00c0, lsl #32
        movk    x1, #0x0002
        lsr     x1, x1, x0
        tbnz    x1, #0, ask
        mov     w20, #0
        b       reap

ask:    mov     x1, #15                 // SIGTERM
        bl      kill
        mov     x1, #1                  // SIGHUP
        bl      kill
        mov     x1, #18                 // SIGCONT: who is stopped must hear
        bl      kill
        bl      now
        ldr     x21, [sp, #time]
        add     x21, x21, #90
        b       reap

finish: mov     x8, #172                // getpid()
        svc     #0
        cmp     w0, #1                  // never the host
        b.ne    say
        mov     x8, #142                // reboot(): in a pid namespace the end of this process
        movz    w0, #0xfee1, lsl #16
        movk    w0, #0xdead
        movz    w1, #0x2812, lsl #16    // 672274793
        movk    w1, #0x1969
        mov     w2, w20
        mov     x3, #0
        svc     #0
say:    lsr     w1, w20, #24
        mov     w0, #0                  // it may be forbidden
        cmp     w1, #0x43
        b.eq    exit
        mov     w0, #133
        b       exit

kill:   mov     x8, #129
        mov     w0, w19
        svc     #0
        ret

now:    mov     x8, #113                // clock_gettime(CLOCK_MONOTONIC, time)
        mov     x0, #1
        add     x1, sp, #time
        svc     #0
        ret
walk:
