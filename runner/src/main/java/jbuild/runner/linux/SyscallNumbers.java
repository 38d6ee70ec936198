package jbuild.runner.linux;

import java.util.Map;

/**
 * The system calls that jbuild knows, by who may make them.
 *
 * <p>Each is a name and its numbers on x86_64, i386 and x32, the last one only where it is not that
 * of x86_64. A call that is nowhere here is unknown to machines. Names and numbers are the
 * kernel's, from {@code asm/unistd_64.h}, {@code unistd_32.h} and {@code unistd_x32.h}. They stand
 * in the code, because a JVM that has just started takes longer to find a resource than to read it.
 */
final class SyscallNumbers {
  static final String ALWAYS =
      """
      read=0/3 write=1/4 open=2/5 close=3/6 stat=4/106 fstat=5/108 lstat=6/107 poll=7/168
      lseek=8/19 mmap=9/90 mprotect=10/125 munmap=11/91 brk=12/45 rt_sigaction=13/174/512
      rt_sigprocmask=14/175 rt_sigreturn=15/173/513 ioctl=16/54/514 pread64=17/180 pwrite64=18/181
      readv=19/145/515 writev=20/146/516 access=21/33 pipe=22/42 select=23/82 sched_yield=24/158
      mremap=25/163 msync=26/144 mincore=27/218 madvise=28/219 shmget=29/395 shmat=30/397
      shmctl=31/396 dup=32/41 dup2=33/63 pause=34/29 nanosleep=35/162 getitimer=36/105 alarm=37/27
      setitimer=38/104 getpid=39/20 sendfile=40/187 socket=41/359 connect=42/362 accept=43/-
      sendto=44/369 recvfrom=45/371/517 sendmsg=46/370/518 recvmsg=47/372/519 shutdown=48/373
      bind=49/361 listen=50/363 getsockname=51/367 getpeername=52/368 socketpair=53/360
      setsockopt=54/366/541 getsockopt=55/365/542 clone=56/120 fork=57/2 vfork=58/190
      execve=59/11/520 exit=60/1 wait4=61/114 kill=62/37 uname=63/122 semget=64/393 semop=65/-
      semctl=66/394 shmdt=67/398 msgget=68/399 msgsnd=69/400 msgrcv=70/401 msgctl=71/402
      fcntl=72/55 flock=73/143 fsync=74/118 fdatasync=75/148 truncate=76/92 ftruncate=77/93
      getdents=78/141 getcwd=79/183 chdir=80/12 fchdir=81/133 rename=82/38 mkdir=83/39 rmdir=84/40
      creat=85/8 link=86/9 unlink=87/10 symlink=88/83 readlink=89/85 chmod=90/15 fchmod=91/94
      chown=92/182 fchown=93/95 lchown=94/16 umask=95/60 gettimeofday=96/78 getrlimit=97/76
      getrusage=98/77 sysinfo=99/116 times=100/43 getuid=102/24 getgid=104/47 setuid=105/23
      setgid=106/46 geteuid=107/49 getegid=108/50 setpgid=109/57 getppid=110/64 getpgrp=111/65
      setsid=112/66 setreuid=113/70 setregid=114/71 getgroups=115/80 setgroups=116/81
      setresuid=117/164 getresuid=118/165 setresgid=119/170 getresgid=120/171 getpgid=121/132
      setfsuid=122/138 setfsgid=123/139 getsid=124/147 capget=125/184 capset=126/185
      rt_sigpending=127/176/522 rt_sigtimedwait=128/177/523 rt_sigqueueinfo=129/178/524
      rt_sigsuspend=130/179 sigaltstack=131/186/525 utime=132/30 mknod=133/14 personality=135/136
      statfs=137/99 fstatfs=138/100 getpriority=140/96 setpriority=141/97 sched_setparam=142/154
      sched_getparam=143/155 sched_setscheduler=144/156 sched_getscheduler=145/157
      sched_get_priority_max=146/159 sched_get_priority_min=147/160 sched_rr_get_interval=148/161
      pivot_root=155/217 prctl=157/172 arch_prctl=158/384 setrlimit=160/75 chroot=161/61
      sync=162/36 mount=165/21 umount2=166/52 sethostname=170/74 setdomainname=171/121
      gettid=186/224 readahead=187/225 setxattr=188/226 lsetxattr=189/227 fsetxattr=190/228
      getxattr=191/229 lgetxattr=192/230 fgetxattr=193/231 listxattr=194/232 llistxattr=195/233
      flistxattr=196/234 removexattr=197/235 lremovexattr=198/236 fremovexattr=199/237
      tkill=200/238 time=201/13 futex=202/240 sched_setaffinity=203/241 sched_getaffinity=204/242
      set_thread_area=205/243/- io_setup=206/245/543 io_destroy=207/246 io_getevents=208/247
      io_submit=209/248/544 io_cancel=210/249 get_thread_area=211/244/- epoll_create=213/254
      epoll_ctl_old=214/-/- epoll_wait_old=215/-/- remap_file_pages=216/257 getdents64=217/220
      set_tid_address=218/258 restart_syscall=219/0 semtimedop=220/- fadvise64=221/250
      timer_create=222/259/526 timer_settime=223/260 timer_gettime=224/261
      timer_getoverrun=225/262 timer_delete=226/263 clock_gettime=228/265 clock_getres=229/266
      clock_nanosleep=230/267 exit_group=231/252 epoll_wait=232/256 epoll_ctl=233/255
      tgkill=234/270 utimes=235/271 mbind=237/274 set_mempolicy=238/276 get_mempolicy=239/275
      mq_open=240/277 mq_unlink=241/278 mq_timedsend=242/279 mq_timedreceive=243/280
      mq_notify=244/281/527 mq_getsetattr=245/282 waitid=247/284/529 ioprio_set=251/289
      ioprio_get=252/290 inotify_init=253/291 inotify_add_watch=254/292 inotify_rm_watch=255/293
      migrate_pages=256/294 openat=257/295 mkdirat=258/296 mknodat=259/297 fchownat=260/298
      futimesat=261/299 newfstatat=262/- unlinkat=263/301 renameat=264/302 linkat=265/303
      symlinkat=266/304 readlinkat=267/305 fchmodat=268/306 faccessat=269/307 pselect6=270/308
      ppoll=271/309 unshare=272/310 set_robust_list=273/311/530 get_robust_list=274/312/531
      splice=275/313 tee=276/315 sync_file_range=277/314 vmsplice=278/316/532
      move_pages=279/317/533 utimensat=280/320 epoll_pwait=281/319 signalfd=282/321
      timerfd_create=283/322 eventfd=284/323 fallocate=285/324 timerfd_settime=286/325
      timerfd_gettime=287/326 accept4=288/364 signalfd4=289/327 eventfd2=290/328
      epoll_create1=291/329 dup3=292/330 pipe2=293/331 inotify_init1=294/332 preadv=295/333/534
      pwritev=296/334/535 rt_tgsigqueueinfo=297/335/536 recvmmsg=299/337/537 prlimit64=302/340
      name_to_handle_at=303/341 syncfs=306/344 sendmmsg=307/345/538 setns=308/346 getcpu=309/318
      process_vm_readv=310/347/539 process_vm_writev=311/348/540 kcmp=312/349
      sched_setattr=314/351 sched_getattr=315/352 renameat2=316/353 seccomp=317/354
      getrandom=318/355 memfd_create=319/356 execveat=322/358/545 userfaultfd=323/374
      membarrier=324/375 copy_file_range=326/377 preadv2=327/378/546 pwritev2=328/379/547
      statx=332/383 io_pgetevents=333/385 rseq=334/386 pidfd_send_signal=424/424
      io_uring_setup=425/425 io_uring_enter=426/426 io_uring_register=427/427 open_tree=428/428
      move_mount=429/429 fsopen=430/430 fsconfig=431/431 fsmount=432/432 fspick=433/433
      pidfd_open=434/434 clone3=435/435 close_range=436/436 openat2=437/437 faccessat2=439/439
      process_madvise=440/440 epoll_pwait2=441/441 mount_setattr=442/442 futex_waitv=449/449
      set_mempolicy_home_node=450/450 fchmodat2=452/452 waitpid=-/7 oldstat=-/18 umount=-/22
      oldfstat=-/28 nice=-/34 signal=-/48 oldolduname=-/59 sigaction=-/67 sigsuspend=-/72
      sigpending=-/73 oldlstat=-/84 readdir=-/89 socketcall=-/102 olduname=-/109 ipc=-/117
      sigreturn=-/119 sigprocmask=-/126 _llseek=-/140 _newselect=-/142 ugetrlimit=-/191
      mmap2=-/192 truncate64=-/193 ftruncate64=-/194 stat64=-/195 lstat64=-/196 fstat64=-/197
      lchown32=-/198 getuid32=-/199 getgid32=-/200 geteuid32=-/201 getegid32=-/202
      setreuid32=-/203 setregid32=-/204 getgroups32=-/205 setgroups32=-/206 fchown32=-/207
      setresuid32=-/208 getresuid32=-/209 setresgid32=-/210 getresgid32=-/211 chown32=-/212
      setuid32=-/213 setgid32=-/214 setfsuid32=-/215 setfsgid32=-/216 fcntl64=-/221
      sendfile64=-/239 statfs64=-/268 fstatfs64=-/269 fadvise64_64=-/272 fstatat64=-/300
      clock_gettime64=-/403 clock_getres_time64=-/406 clock_nanosleep_time64=-/407
      timer_gettime64=-/408 timer_settime64=-/409 timerfd_gettime64=-/410 timerfd_settime64=-/411
      utimensat_time64=-/412 pselect6_time64=-/413 ppoll_time64=-/414 io_pgetevents_time64=-/416
      recvmmsg_time64=-/417 mq_timedsend_time64=-/418 mq_timedreceive_time64=-/419
      semtimedop_time64=-/420 rt_sigtimedwait_time64=-/421 futex_time64=-/422
      sched_rr_get_interval_time64=-/423
      """;

  /** Not divided between machines, of use to the host's administrator only, or obsolete. */
  static final String NEVER =
      """
      uselib=134/86/- ustat=136/62 sysfs=139/135 modify_ldt=154/123 _sysctl=156/149/-
      swapon=167/87 swapoff=168/115 create_module=174/127/- get_kernel_syms=177/130/-
      query_module=178/167/- quotactl=179/131 getpmsg=181/188 putpmsg=182/189 afs_syscall=183/137
      tuxcall=184/- security=185/- lookup_dcookie=212/253 vserver=236/273/- kexec_load=246/283/528
      add_key=248/286 request_key=249/287 keyctl=250/288 perf_event_open=298/336
      fanotify_init=300/338 fanotify_mark=301/339 open_by_handle_at=304/342 kexec_file_load=320/-
      pkey_mprotect=329/380 pkey_alloc=330/381 pkey_free=331/382 pidfd_getfd=438/438
      quotactl_fd=443/443 landlock_create_ruleset=444/444 landlock_add_rule=445/445
      landlock_restrict_self=446/446 memfd_secret=447/447 process_mrelease=448/448
      map_shadow_stack=453/453/- futex_wake=454/454 futex_wait=455/455 futex_requeue=456/456
      break=-/17 stime=-/25 stty=-/31 gtty=-/32 ftime=-/35 prof=-/44 lock=-/53 mpx=-/56
      ulimit=-/58 sgetmask=-/68 ssetmask=-/69 profil=-/98 idle=-/112 vm86old=-/113 bdflush=-/134
      vm86=-/166
      """;

  static final Map<Capability, String> WITH =
      Map.of(
          Capability.SYS_TIME,
          "adjtimex=159/124 settimeofday=164/79 clock_settime=227/264 clock_adjtime=305/343 "
              + "clock_settime64=-/404 clock_adjtime64=-/405",
          Capability.SYS_MODULE,
          "init_module=175/128 delete_module=176/129 finit_module=313/350",
          Capability.SYS_RAWIO,
          "iopl=172/110 ioperm=173/101",
          Capability.IPC_LOCK,
          "mlock=149/150 munlock=150/151 mlockall=151/152 munlockall=152/153 mlock2=325/376",
          Capability.SYS_PACCT,
          "acct=163/51",
          Capability.SYS_PTRACE,
          "ptrace=101/26/521",
          Capability.SYS_BOOT,
          "reboot=169/88",
          Capability.SYSLOG,
          "syslog=103/103",
          Capability.SYS_TTY_CONFIG,
          "vhangup=153/111",
          Capability.BPF,
          "bpf=321/357");

  private SyscallNumbers() {}
}
