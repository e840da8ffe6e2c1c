var e=Object.defineProperty,t=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(e){throw n=[e],e}},n=(t,n)=>{let r={};for(var i in t)e(r,i,{get:t[i],enumerable:!0});return n||e(r,Symbol.toStringTag,{value:`Module`}),r},r,i,a,o,s,c,l,u=t((()=>{r={12:`-u-hc-h12`,24:`-u-hc-h23`},i=({language:e,locale:t})=>{var n,i,a;return((n=t==null?void 0:t.language)==null?e:n)+((i=r[(a=t==null?void 0:t.time_format)==null?``:a])==null?``:i)},a=[`home-assistant`,`hc-main`],o=()=>Promise.race(a.map(e=>customElements.whenDefined(e))),s=50,c=async()=>{let e=window;for(;!e.hassConnection;)await new Promise(e=>setTimeout(e,s));return(await e.hassConnection).conn},l=()=>document.documentElement.lang||`en`})),ee,d,f,p,m,te,ne,re,ie,ae,oe,se,ce,le,ue,de,fe,pe,me,he,ge,_e,ve,ye,be,h=t((()=>{ee=`M18 16H14V18H18V20L21 17L18 14V16M11 4C8.8 4 7 5.8 7 8S8.8 12 11 12 15 10.2 15 8 13.2 4 11 4M11 14C6.6 14 3 15.8 3 18V20H12.5C12.2 19.2 12 18.4 12 17.5C12 16.3 12.3 15.2 12.9 14.1C12.3 14.1 11.7 14 11 14`,d=`M12,5.5A3.5,3.5 0 0,1 15.5,9A3.5,3.5 0 0,1 12,12.5A3.5,3.5 0 0,1 8.5,9A3.5,3.5 0 0,1 12,5.5M5,8C5.56,8 6.08,8.15 6.53,8.42C6.38,9.85 6.8,11.27 7.66,12.38C7.16,13.34 6.16,14 5,14A3,3 0 0,1 2,11A3,3 0 0,1 5,8M19,8A3,3 0 0,1 22,11A3,3 0 0,1 19,14C17.84,14 16.84,13.34 16.34,12.38C17.2,11.27 17.62,9.85 17.47,8.42C17.92,8.15 18.44,8 19,8M5.5,18.25C5.5,16.18 8.41,14.5 12,14.5C15.59,14.5 18.5,16.18 18.5,18.25V20H5.5V18.25M0,20V18.5C0,17.11 1.89,15.94 4.45,15.6C3.86,16.28 3.5,17.22 3.5,18.25V20H0M24,20H20.5V18.25C20.5,17.22 20.14,16.28 19.55,15.6C22.11,15.94 24,17.11 24,18.5V20Z`,f=`M15,14C12.33,14 7,15.33 7,18V20H23V18C23,15.33 17.67,14 15,14M6,10V7H4V10H1V12H4V15H6V12H9V10M15,12A4,4 0 0,0 19,8A4,4 0 0,0 15,4A4,4 0 0,0 11,8A4,4 0 0,0 15,12Z`,p=`M9,5A4,4 0 0,1 13,9A4,4 0 0,1 9,13A4,4 0 0,1 5,9A4,4 0 0,1 9,5M9,15C11.67,15 17,16.34 17,19V21H1V19C1,16.34 6.33,15 9,15M16.76,5.36C18.78,7.56 18.78,10.61 16.76,12.63L15.08,10.94C15.92,9.76 15.92,8.23 15.08,7.05L16.76,5.36M20.07,2C24,6.05 23.97,12.11 20.07,16L18.44,14.37C21.21,11.19 21.21,6.65 18.44,3.63L20.07,2Z`,m=`M19,15.59L17.59,17L14,13.41L10.41,17L9,15.59L12.59,12L9,8.41L10.41,7L14,10.59L17.59,7L19,8.41L15.41,12L19,15.59M22,3A2,2 0 0,1 24,5V19A2,2 0 0,1 22,21H7C6.31,21 5.77,20.64 5.41,20.11L0,12L5.41,3.88C5.77,3.35 6.31,3 7,3H22M22,5H7L2.28,12L7,19H22V5Z`,te=`M20.84,22.73L18.11,20H3V19L5,17V11C5,9.86 5.29,8.73 5.83,7.72L1.11,3L2.39,1.73L22.11,21.46L20.84,22.73M19,15.8V11C19,7.9 16.97,5.17 14,4.29C14,4.19 14,4.1 14,4A2,2 0 0,0 12,2A2,2 0 0,0 10,4C10,4.1 10,4.19 10,4.29C9.39,4.47 8.8,4.74 8.26,5.09L19,15.8M12,23A2,2 0 0,0 14,21H10A2,2 0 0,0 12,23Z`,ne=`M17 14V17H14V19H17V22H19V19H22V17H19V14M12 2A2 2 0 0 0 10 4A2 2 0 0 0 10 4.29C7.12 5.14 5 7.82 5 11V17L3 19V20H12.35A6 6 0 0 1 12 18A6 6 0 0 1 18 12A6 6 0 0 1 19 12.09V11C19 7.82 16.88 5.14 14 4.29A2 2 0 0 0 14 4A2 2 0 0 0 12 2M10 21A2 2 0 0 0 12 23A2 2 0 0 0 13.65 22.13A6 6 0 0 1 12.81 21Z`,re=`M21,19V20H3V19L5,17V11C5,7.9 7.03,5.17 10,4.29C10,4.19 10,4.1 10,4A2,2 0 0,1 12,2A2,2 0 0,1 14,4C14,4.1 14,4.19 14,4.29C16.97,5.17 19,7.9 19,11V17L21,19M14,21A2,2 0 0,1 12,23A2,2 0 0,1 10,21M19.75,3.19L18.33,4.61C20.04,6.3 21,8.6 21,11H23C23,8.07 21.84,5.25 19.75,3.19M1,11H3C3,8.6 3.96,6.3 5.67,4.61L4.25,3.19C2.16,5.25 1,8.07 1,11Z`,ie=`M9,5V7H15.59L4,18.59L5.41,20L17,8.41V15H19V5`,ae=`M19.59,7L12,14.59L6.41,9H11V7H3V15H5V10.41L12,17.41L21,8.41`,oe=`M20,5.41L18.59,4L7,15.59V9H5V19H15V17H8.41`,se=`M14,4L16.29,6.29L13.41,9.17L14.83,10.59L17.71,7.71L20,10V4M10,4H4V10L6.29,7.71L11,12.41V20H13V11.59L7.71,6.29`,ce=`M0.41,13.41L6,19L7.41,17.58L1.83,12M22.24,5.58L11.66,16.17L7.5,12L6.07,13.41L11.66,19L23.66,7M18,7L16.59,5.58L10.24,11.93L11.66,13.34L18,7Z`,le=`M19,6.41L17.59,5L12,10.59L6.41,5L5,6.41L10.59,12L5,17.59L6.41,19L12,13.41L17.59,19L19,17.59L13.41,12L19,6.41Z`,ue=`M12,19A2,2 0 0,0 10,21A2,2 0 0,0 12,23A2,2 0 0,0 14,21A2,2 0 0,0 12,19M6,1A2,2 0 0,0 4,3A2,2 0 0,0 6,5A2,2 0 0,0 8,3A2,2 0 0,0 6,1M6,7A2,2 0 0,0 4,9A2,2 0 0,0 6,11A2,2 0 0,0 8,9A2,2 0 0,0 6,7M6,13A2,2 0 0,0 4,15A2,2 0 0,0 6,17A2,2 0 0,0 8,15A2,2 0 0,0 6,13M18,5A2,2 0 0,0 20,3A2,2 0 0,0 18,1A2,2 0 0,0 16,3A2,2 0 0,0 18,5M12,13A2,2 0 0,0 10,15A2,2 0 0,0 12,17A2,2 0 0,0 14,15A2,2 0 0,0 12,13M18,13A2,2 0 0,0 16,15A2,2 0 0,0 18,17A2,2 0 0,0 20,15A2,2 0 0,0 18,13M18,7A2,2 0 0,0 16,9A2,2 0 0,0 18,11A2,2 0 0,0 20,9A2,2 0 0,0 18,7M12,7A2,2 0 0,0 10,9A2,2 0 0,0 12,11A2,2 0 0,0 14,9A2,2 0 0,0 12,7M12,1A2,2 0 0,0 10,3A2,2 0 0,0 12,5A2,2 0 0,0 14,3A2,2 0 0,0 12,1Z`,de=`M14,19H18V5H14M6,19H10V5H6V19Z`,fe=`M6.62,10.79C8.06,13.62 10.38,15.94 13.21,17.38L15.41,15.18C15.69,14.9 16.08,14.82 16.43,14.93C17.55,15.3 18.75,15.5 20,15.5A1,1 0 0,1 21,16.5V20A1,1 0 0,1 20,21A17,17 0 0,1 3,4A1,1 0 0,1 4,3H7.5A1,1 0 0,1 8.5,4C8.5,5.25 8.7,6.45 9.07,7.57C9.18,7.92 9.1,8.31 8.82,8.59L6.62,10.79Z`,pe=`M6.62 10.79C8.06 13.62 10.38 15.94 13.21 17.38L15.41 15.18C15.69 14.9 16.08 14.82 16.43 14.93C17.55 15.3 18.75 15.5 20 15.5C20.55 15.5 21 15.95 21 16.5V20C21 20.55 20.55 21 20 21C10.61 21 3 13.39 3 4C3 3.45 3.45 3 4 3H7.5C8.05 3 8.5 3.45 8.5 4C8.5 5.25 8.7 6.45 9.07 7.57C9.18 7.92 9.1 8.31 8.82 8.59L6.62 10.79M16.5 2C14 2 12 4 12 6.5S14 11 16.5 11 21 9 21 6.5 19 2 16.5 2M16.5 9.5C14.84 9.5 13.5 8.16 13.5 6.5C13.5 5.94 13.65 5.42 13.92 5L18 9.08C17.58 9.35 17.06 9.5 16.5 9.5M19.08 8L15 3.92C15.42 3.65 15.94 3.5 16.5 3.5C18.16 3.5 19.5 4.84 19.5 6.5C19.5 7.06 19.35 7.58 19.08 8Z`,me=`M20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C10.38,15.94 8.06,13.62 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5M18,11L23,6L18,1V4H14V8H18V11Z`,he=`M12,9C10.4,9 8.85,9.25 7.4,9.72V12.82C7.4,13.22 7.17,13.56 6.84,13.72C5.86,14.21 4.97,14.84 4.17,15.57C4,15.75 3.75,15.86 3.5,15.86C3.2,15.86 2.95,15.74 2.77,15.56L0.29,13.08C0.11,12.9 0,12.65 0,12.38C0,12.1 0.11,11.85 0.29,11.67C3.34,8.77 7.46,7 12,7C16.54,7 20.66,8.77 23.71,11.67C23.89,11.85 24,12.1 24,12.38C24,12.65 23.89,12.9 23.71,13.08L21.23,15.56C21.05,15.74 20.8,15.86 20.5,15.86C20.25,15.86 20,15.75 19.82,15.57C19.03,14.84 18.14,14.21 17.16,13.72C16.83,13.56 16.6,13.22 16.6,12.82V9.72C15.15,9.25 13.6,9 12,9Z`,ge=`M23.71,16.67C20.66,13.77 16.54,12 12,12C7.46,12 3.34,13.77 0.29,16.67C0.11,16.85 0,17.1 0,17.38C0,17.65 0.11,17.9 0.29,18.08L2.77,20.56C2.95,20.74 3.2,20.86 3.5,20.86C3.75,20.86 4,20.75 4.18,20.57C4.97,19.83 5.86,19.21 6.84,18.72C7.17,18.56 7.4,18.22 7.4,17.82V14.72C8.85,14.25 10.39,14 12,14C13.6,14 15.15,14.25 16.6,14.72V17.82C16.6,18.22 16.83,18.56 17.16,18.72C18.14,19.21 19.03,19.83 19.82,20.57C20,20.75 20.25,20.86 20.5,20.86C20.8,20.86 21.05,20.74 21.23,20.56L23.71,18.08C23.89,17.9 24,17.65 24,17.38C24,17.1 23.89,16.85 23.71,16.67M6.5,5.5L12,11L19,4L18,3L12,9L7.5,4.5H11V3H5V9H6.5V5.5Z`,_e=`M20.22,2.5L2.5,20.22L3.77,21.5L8.65,16.62C11.76,19.43 15.81,21 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C12.06,16.8 11,16.06 10.06,15.21L21.5,3.77L20.22,2.5M4,3A1,1 0 0,0 3,4C3,7.57 4.14,11.05 6.24,13.94L7.66,12.5C7.28,11.97 6.93,11.39 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4Z`,ve=`M4,3A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5C18.76,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C10.38,15.94 8.07,13.62 6.62,10.79L8.82,8.58C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.24 8.5,4A1,1 0 0,0 7.5,3M16,3V6H13V8H16V11H18V8H21V6H18V3`,ye=`M8,5.14V19.14L19,12.14L8,5.14Z`,be=`M21,9L17,5V8H10V10H17V13M7,11L3,15L7,19V16H14V14H7V11Z`})),xe,Se,Ce,we,Te,Ee,g,De,Oe,ke=t((()=>{
/**
* @license
* Copyright 2019 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
xe=globalThis,Se=xe.ShadowRoot&&(xe.ShadyCSS===void 0||xe.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,Ce=Symbol(),we=/* @__PURE__ */ new WeakMap,Te=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==Ce)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(Se&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=we.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&we.set(t,e))}return e}toString(){return this.cssText}},Ee=e=>new Te(typeof e==`string`?e:e+``,void 0,Ce),g=(e,...t)=>{let n=e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]);return new Te(n,e,Ce)},De=(e,t)=>{if(Se)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=xe.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},Oe=Se?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return Ee(t)})(e):e})),Ae,je,Me,Ne,Pe,Fe,Ie,Le,Re,ze,Be,Ve,He,Ue,We,Ge,Ke,qe=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
ke(),{is:Me,defineProperty:Ne,getOwnPropertyDescriptor:Pe,getOwnPropertyNames:Fe,getOwnPropertySymbols:Ie,getPrototypeOf:Le}=Object,Re=globalThis,ze=Re.trustedTypes,Be=ze?ze.emptyScript:``,Ve=Re.reactiveElementPolyfillSupport,He=(e,t)=>e,Ue={toAttribute(e,t){switch(t){case Boolean:e=e?Be:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},We=(e,t)=>!Me(e,t),Ge={attribute:!0,type:String,converter:Ue,reflect:!1,useDefault:!1,hasChanged:We},(Ae=Symbol).metadata!=null||(Ae.metadata=Symbol(`metadata`)),Re.litPropertyMetadata!=null||(Re.litPropertyMetadata=/* @__PURE__ */ new WeakMap),Ke=class extends HTMLElement{static addInitializer(e){var t;this._$Ei(),((t=this.l)==null?this.l=[]:t).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=Ge){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&Ne(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){var r;let{get:i,set:a}=(r=Pe(this.prototype,e))==null?{get(){return this[t]},set(e){this[t]=e}}:r;return{get:i,set(t){let r=i==null?void 0:i.call(this);a==null||a.call(this,t),this.requestUpdate(e,r,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){var t;return(t=this.elementProperties.get(e))==null?Ge:t}static _$Ei(){if(this.hasOwnProperty(He(`elementProperties`)))return;let e=Le(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(He(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(He(`properties`))){let e=this.properties,t=[...Fe(e),...Ie(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=/* @__PURE__ */ new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(Oe(e))}else e!==void 0&&t.push(Oe(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){var e;this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=/* @__PURE__ */ new Map,this._$E_(),this.requestUpdate(),(e=this.constructor.l)==null||e.forEach(e=>e(this))}addController(e){var t,n;((t=this._$EO)==null?this._$EO=/* @__PURE__ */ new Set:t).add(e),this.renderRoot!==void 0&&this.isConnected&&((n=e.hostConnected)==null||n.call(e))}removeController(e){var t;(t=this._$EO)==null||t.delete(e)}_$E_(){let e=/* @__PURE__ */ new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){var e;let t=(e=this.shadowRoot)==null?this.attachShadow(this.constructor.shadowRootOptions):e;return De(t,this.constructor.elementStyles),t}connectedCallback(){var e;this.renderRoot!=null||(this.renderRoot=this.createRenderRoot()),this.enableUpdating(!0),(e=this._$EO)==null||e.forEach(e=>{var t;return(t=e.hostConnected)==null?void 0:t.call(e)})}enableUpdating(e){}disconnectedCallback(){var e;(e=this._$EO)==null||e.forEach(e=>{var t;return(t=e.hostDisconnected)==null?void 0:t.call(e)})}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){var i;let a=(((i=n.converter)==null?void 0:i.toAttribute)===void 0?Ue:n.converter).toAttribute(t,n.type);this._$Em=e,a==null?this.removeAttribute(r):this.setAttribute(r,a),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){var i,a,o;let e=n.getPropertyOptions(r),s=typeof e.converter==`function`?{fromAttribute:e.converter}:((i=e.converter)==null?void 0:i.fromAttribute)===void 0?Ue:e.converter;this._$Em=r;let c=s.fromAttribute(t,e.type);this[r]=(a=c==null?(o=this._$Ej)==null?void 0:o.get(r):c)==null?c:a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){var a,o;let s=this.constructor;if(!1===r&&(i=this[e]),n!=null||(n=s.getPropertyOptions(e)),!(((a=n.hasChanged)==null?We:a)(i,t)||n.useDefault&&n.reflect&&i===((o=this._$Ej)==null?void 0:o.get(e))&&!this.hasAttribute(s._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){var o,s,c;n&&!((o=this._$Ej)==null?this._$Ej=/* @__PURE__ */ new Map:o).has(e)&&(this._$Ej.set(e,(s=a==null?t:a)==null?this[e]:s),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&((c=this._$Eq)==null?this._$Eq=/* @__PURE__ */ new Set:c).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot!=null||(this.renderRoot=this.createRenderRoot()),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{var n;e=this.shouldUpdate(t),e?(this.willUpdate(t),(n=this._$EO)==null||n.forEach(e=>{var t;return(t=e.hostUpdate)==null?void 0:t.call(e)}),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){var t;(t=this._$EO)==null||t.forEach(e=>{var t;return(t=e.hostUpdated)==null?void 0:t.call(e)}),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=/* @__PURE__ */ new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&(this._$Eq=this._$Eq.forEach(e=>this._$ET(e,this[e]))),this._$EM()}updated(e){}firstUpdated(e){}},Ke.elementStyles=[],Ke.shadowRootOptions={mode:`open`},Ke[He(`elementProperties`)]=/* @__PURE__ */ new Map,Ke[He(`finalized`)]=/* @__PURE__ */ new Map,Ve==null||Ve({ReactiveElement:Ke}),((je=Re.reactiveElementVersions)==null?Re.reactiveElementVersions=[]:je).push(`2.1.2`)}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
function Je(e,t){if(!ot(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return et===void 0?t:et.createHTML(t)}function Ye(e,t,n=e,r){var i,a,o;if(t===x)return t;let s=r===void 0?n._$Cl:(i=n._$Co)==null?void 0:i[r],c=at(t)?void 0:t._$litDirective$;return(s==null?void 0:s.constructor)!==c&&(s==null||(a=s._$AO)==null||a.call(s,!1),c===void 0?s=void 0:(s=new c(e),s._$AT(e,n,r)),r===void 0?n._$Cl=s:((o=n._$Co)==null?n._$Co=[]:o)[r]=s),s!==void 0&&(t=Ye(e,s._$AS(e,t.values),s,r)),t}var Xe,Ze,Qe,$e,et,tt,_,nt,rt,v,it,at,ot,st,ct,lt,ut,dt,y,ft,pt,mt,ht,b,gt,x,S,_t,C,vt,yt,bt,xt,St,Ct,wt,Tt,Et,Dt,Ot,kt,At=t((()=>{Ze=globalThis,Qe=e=>e,$e=Ze.trustedTypes,et=$e?$e.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,tt=`$lit$`,_=`lit$${Math.random().toFixed(9).slice(2)}$`,nt=`?`+_,rt=`<${nt}>`,v=document,it=()=>v.createComment(``),at=e=>e===null||typeof e!=`object`&&typeof e!=`function`,ot=Array.isArray,st=e=>ot(e)||typeof(e==null?void 0:e[Symbol.iterator])==`function`,ct=`[ 	
\f\r]`,lt=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ut=/-->/g,dt=/>/g,y=RegExp(`>|${ct}(?:([^\\s"'>=/]+)(${ct}*=${ct}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),ft=/'/g,pt=/"/g,mt=/^(?:script|style|textarea|title)$/i,ht=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),b=ht(1),gt=ht(2),ht(3),x=Symbol.for(`lit-noChange`),S=Symbol.for(`lit-nothing`),_t=/* @__PURE__ */ new WeakMap,C=v.createTreeWalker(v,129),vt=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=lt;for(let t=0;t<n;t++){var s;let n=e[t],c,l,u=-1,ee=0;for(;ee<n.length&&(o.lastIndex=ee,l=o.exec(n),l!==null);)ee=o.lastIndex,o===lt?l[1]===`!--`?o=ut:l[1]===void 0?l[2]===void 0?l[3]!==void 0&&(o=y):(mt.test(l[2])&&(i=RegExp(`</`+l[2],`g`)),o=y):o=dt:o===y?l[0]===`>`?(o=(s=i)==null?lt:s,u=-1):l[1]===void 0?u=-2:(u=o.lastIndex-l[2].length,c=l[1],o=l[3]===void 0?y:l[3]===`"`?pt:ft):o===pt||o===ft?o=y:o===ut||o===dt?o=lt:(o=y,i=void 0);let d=o===y&&e[t+1].startsWith(`/>`)?` `:``;a+=o===lt?n+rt:u>=0?(r.push(c),n.slice(0,u)+tt+n.slice(u)+_+d):n+_+(u===-2?t:d)}return[Je(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},yt=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=vt(t,n);if(this.el=e.createElement(l,r),C.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=C.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(tt)){let t=u[o++],n=i.getAttribute(e).split(_),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?Ct:r[1]===`?`?wt:r[1]===`@`?Tt:St}),i.removeAttribute(e)}else e.startsWith(_)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(mt.test(i.tagName)){let e=i.textContent.split(_),t=e.length-1;if(t>0){i.textContent=$e?$e.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],it()),C.nextNode(),c.push({type:2,index:++a});i.append(e[t],it())}}}else if(i.nodeType===8){if(i.data===nt)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(_,e+1))!==-1;)c.push({type:7,index:a}),e+=_.length-1}}a++}}static createElement(e,t){let n=v.createElement(`template`);return n.innerHTML=e,n}},bt=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){var t;let{el:{content:n},parts:r}=this._$AD,i=((t=e==null?void 0:e.creationScope)==null?v:t).importNode(n,!0);C.currentNode=i;let a=C.nextNode(),o=0,s=0,c=r[0];for(;c!==void 0;){if(o===c.index){let t;c.type===2?t=new xt(a,a.nextSibling,this,e):c.type===1?t=new c.ctor(a,c.name,c.strings,this,e):c.type===6&&(t=new Et(a,this,e)),this._$AV.push(t),c=r[++s]}o!==(c==null?void 0:c.index)&&(a=C.nextNode(),o++)}return C.currentNode=v,i}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},xt=class e{get _$AU(){var e,t;return(e=(t=this._$AM)==null?void 0:t._$AU)==null?this._$Cv:e}constructor(e,t,n,r){var i;this.type=2,this._$AH=S,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=(i=r==null?void 0:r.isConnected)==null||i}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&(e==null?void 0:e.nodeType)===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=Ye(this,e,t),at(e)?e===S||e==null||e===``?(this._$AH!==S&&this._$AR(),this._$AH=S):e!==this._$AH&&e!==x&&this._(e):e._$litType$===void 0?e.nodeType===void 0?st(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==S&&at(this._$AH)?this._$AA.nextSibling.data=e:this.T(v.createTextNode(e)),this._$AH=e}$(e){var t;let{values:n,_$litType$:r}=e,i=typeof r==`number`?this._$AC(e):(r.el===void 0&&(r.el=yt.createElement(Je(r.h,r.h[0]),this.options)),r);if(((t=this._$AH)==null?void 0:t._$AD)===i)this._$AH.p(n);else{let e=new bt(i,this),t=e.u(this.options);e.p(n),this.T(t),this._$AH=e}}_$AC(e){let t=_t.get(e.strings);return t===void 0&&_t.set(e.strings,t=new yt(e)),t}k(t){ot(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(it()),this.O(it()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){var n;for((n=this._$AP)==null||n.call(this,!1,!0,t);e!==this._$AB;){let t=Qe(e).nextSibling;Qe(e).remove(),e=t}}setConnected(e){var t;this._$AM===void 0&&(this._$Cv=e,(t=this._$AP)==null||t.call(this,e))}},St=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=S,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(/* @__PURE__ */ new String),this.strings=n):this._$AH=S}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=Ye(this,e,t,0),a=!at(e)||e!==this._$AH&&e!==x,a&&(this._$AH=e);else{var o;let r=e,s,c;for(e=i[0],s=0;s<i.length-1;s++)c=Ye(this,r[n+s],t,s),c===x&&(c=this._$AH[s]),a||(a=!at(c)||c!==this._$AH[s]),c===S?e=S:e!==S&&(e+=((o=c)==null?``:o)+i[s+1]),this._$AH[s]=c}a&&!r&&this.j(e)}j(e){e===S?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e==null?``:e)}},Ct=class extends St{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===S?void 0:e}},wt=class extends St{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==S)}},Tt=class extends St{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){var n;if((e=(n=Ye(this,e,t,0))==null?S:n)===x)return;let r=this._$AH,i=e===S&&r!==S||e.capture!==r.capture||e.once!==r.once||e.passive!==r.passive,a=e!==S&&(r===S||i);i&&this.element.removeEventListener(this.name,this,r),a&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){var t,n;typeof this._$AH==`function`?this._$AH.call((t=(n=this.options)==null?void 0:n.host)==null?this.element:t,e):this._$AH.handleEvent(e)}},Et=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){Ye(this,e)}},Dt={M:tt,P:_,A:nt,C:1,L:vt,R:bt,D:st,V:Ye,I:xt,H:St,N:wt,U:Tt,B:Ct,F:Et},Ot=Ze.litHtmlPolyfillSupport,Ot==null||Ot(yt,xt),((Xe=Ze.litHtmlVersions)==null?Ze.litHtmlVersions=[]:Xe).push(`3.3.3`),kt=(e,t,n)=>{var r;let i=(r=n==null?void 0:n.renderBefore)==null?t:r,a=i._$litPart$;if(a===void 0){var o;let e=(o=n==null?void 0:n.renderBefore)==null?null:o;i._$litPart$=a=new xt(t.insertBefore(it(),e),e,void 0,n==null?{}:n)}return a._$AI(e),a}})),jt,Mt,Nt,w,Pt,Ft=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
qe(),qe(),At(),At(),Nt=globalThis,w=class extends Ke{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){var e;let t=super.createRenderRoot();return(e=this.renderOptions).renderBefore!=null||(e.renderBefore=t.firstChild),t}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=kt(t,this.renderRoot,this.renderOptions)}connectedCallback(){var e;super.connectedCallback(),(e=this._$Do)==null||e.setConnected(!0)}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this._$Do)==null||e.setConnected(!1)}render(){return x}},w._$litElement$=!0,w.finalized=!0,(jt=Nt.litElementHydrateSupport)==null||jt.call(Nt,{LitElement:w}),Pt=Nt.litElementPolyfillSupport,Pt==null||Pt({LitElement:w}),((Mt=Nt.litElementVersions)==null?Nt.litElementVersions=[]:Mt).push(`4.2.2`)})),It=t((()=>{})),T=t((()=>{
/**
* @license
* Copyright 2022 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
qe(),At(),Ft(),It()})),E,Lt=t((()=>{E=e=>(t,n)=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
n===void 0?customElements.define(e,t):n.addInitializer(()=>{customElements.define(e,t)})}}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
function D(e){return(t,n)=>typeof n==`object`?zt(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}var Rt,zt,Bt=t((()=>{qe(),Rt={attribute:!0,type:String,converter:Ue,reflect:!1,hasChanged:We},zt=(e=Rt,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=/* @__PURE__ */ new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)}}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/function O(e){return D({...e,state:!0,attribute:!1})}var Vt=t((()=>{Bt()})),Ht=t((()=>{})),Ut,Wt=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
Ut=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n)}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/function k(e,t){return(n,r,i)=>{let a=t=>{var n,r;return(n=(r=t.renderRoot)==null?void 0:r.querySelector(e))==null?null:n};if(t){let{get:e,set:t}=typeof r==`object`?n:i==null?(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})():i;return Ut(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return Ut(n,r,{get(){return a(this)}})}}var Gt=t((()=>{Wt()})),Kt=t((()=>{})),qt=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
})),Jt=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
})),Yt=t((()=>{
/**
* @license
* Copyright 2021 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
})),A=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
Lt(),Bt(),Vt(),Ht(),Gt(),Kt(),qt(),Jt(),Yt()})),Xt,Zt,Qt,$t=t((()=>{Xt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Zt=e=>(...t)=>({_$litDirective$:e,values:t}),Qt=class{constructor(e){
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}}})),en,tn,nn,rn,j,an,on,sn,cn,ln=t((()=>{At(),{I:en}=Dt,tn=e=>e,nn=()=>document.createComment(``),rn=(e,t,n)=>{
/**
* @license
* Copyright 2020 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0){let t=r.insertBefore(nn(),i),a=r.insertBefore(nn(),i);n=new en(t,a,e,e.options)}else{let t=n._$AB.nextSibling,o=n._$AM,s=o!==e;if(s){var a;let t;(a=n._$AQ)==null||a.call(n,e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==o._$AU&&n._$AP(t)}if(t!==i||s){let e=n._$AA;for(;e!==t;){let t=tn(e).nextSibling;tn(r).insertBefore(e,i),e=t}}}return n},j=(e,t,n=e)=>(e._$AI(t,n),e),an={},on=(e,t=an)=>e._$AH=t,sn=e=>e._$AH,cn=e=>{e._$AR(),e._$AA.remove()}})),un,dn,fn=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
At(),$t(),ln(),un=(e,t,n)=>{let r=/* @__PURE__ */ new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},dn=Zt(class extends Qt{constructor(e){if(super(e),e.type!==Xt.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){var i;let a=sn(e),{values:o,keys:s}=this.dt(t,n,r);if(!Array.isArray(a))return this.ut=s,o;let c=(i=this.ut)==null?this.ut=[]:i,l=[],u,ee,d=0,f=a.length-1,p=0,m=o.length-1;for(;d<=f&&p<=m;)if(a[d]===null)d++;else if(a[f]===null)f--;else if(c[d]===s[p])l[p]=j(a[d],o[p]),d++,p++;else if(c[f]===s[m])l[m]=j(a[f],o[m]),f--,m--;else if(c[d]===s[m])l[m]=j(a[d],o[m]),rn(e,l[m+1],a[d]),d++,m--;else if(c[f]===s[p])l[p]=j(a[f],o[p]),rn(e,a[d],a[f]),f--,p++;else if(u===void 0&&(u=un(s,p,m),ee=un(c,d,f)),u.has(c[d])){if(u.has(c[f])){let t=ee.get(s[p]),n=t===void 0?null:a[t];if(n===null){let t=rn(e,a[d]);j(t,o[p]),l[p]=t}else l[p]=j(n,o[p]),rn(e,a[d],n),a[t]=null;p++}else cn(a[f]),f--}else cn(a[d]),d++;for(;p<=m;){let t=rn(e,l[m+1]);j(t,o[p]),l[p++]=t}for(;d<=f;){let e=a[d++];e!==null&&cn(e)}return this.ut=s,on(e,l),x}})})),pn=t((()=>{fn()})),M,N,P,F,I=t((()=>{T(),M=e=>b`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${gt`<path d=${e} />`}</svg>`,N=Ee(`@supports not (color: color-mix(in srgb, red, red))`),P=g`
  :host {
    --phone-ringing: #b85a00;
    --phone-connected: #2e7d32;
    --phone-dialing: #1976d2;
    --phone-held: #6a5acd;
    --phone-idle: #767676;
    --phone-danger: #c62828;
    --phone-text: var(--primary-text-color, #141414);
    --phone-quiet: var(--secondary-text-color, #5e5e5e);
    --phone-surface: var(--ha-card-background, var(--card-background-color, #fff));
    --phone-line: var(--divider-color, rgb(0 0 0 / 0.12));
    --phone-tint: color-mix(in srgb, var(--phone-text) 7%, transparent);
    color: var(--phone-text);
  }
  ${N} {
    :host {
      --phone-tint: rgb(127 127 127 / 0.18);
    }
  }
  [hidden] {
    display: none !important;
  }
`,F=g`
  button {
    font: inherit;
    color: inherit;
    border: 0;
    margin: 0;
    background: none;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  a:focus-visible,
  button:focus-visible,
  input:focus-visible,
  select:focus-visible {
    outline: 3px solid var(--primary-color, #0288d1);
    outline-offset: 2px;
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  .icon {
    width: 1.5em;
    height: 1.5em;
    flex: none;
    fill: currentColor;
  }
  .push {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 44px;
    padding: 0 16px;
    border-radius: 22px;
    background: var(--phone-tint);
    font-weight: 500;
    transition: background-color 120ms ease, transform 120ms ease;
  }
  .push:hover:not(:disabled) {
    background: color-mix(in srgb, var(--phone-text) 13%, transparent);
  }
  .push:active:not(:disabled) {
    transform: scale(0.97);
  }
  .push.good,
  .push.bad {
    color: #fff;
    background: var(--phone-connected);
  }
  .push.bad {
    background: var(--phone-danger);
  }
  .push.good:hover:not(:disabled) {
    background: color-mix(in srgb, var(--phone-connected) 88%, #000);
  }
  .push.bad:hover:not(:disabled) {
    background: color-mix(in srgb, var(--phone-danger) 88%, #000);
  }
  ${N} {
    .push:hover:not(:disabled) {
      background: var(--phone-tint);
    }
    .push.good:hover:not(:disabled) {
      background: var(--phone-connected);
    }
    .push.bad:hover:not(:disabled) {
      background: var(--phone-danger);
    }
  }
  .round {
    display: inline-grid;
    place-items: center;
    width: 44px;
    height: 44px;
    border-radius: 50%;
    color: var(--phone-quiet);
  }
  .round:hover {
    background: var(--phone-tint);
  }
  .chip {
    min-height: 44px;
    padding: 0 14px;
    border-radius: 22px;
    color: var(--phone-quiet);
    font-size: 0.875em;
    font-weight: 500;
  }
  .chip[aria-pressed="true"] {
    color: var(--phone-text);
    background: var(--phone-tint);
  }
  h2,
  h3 {
    margin: 0;
    font-size: 0.875em;
    font-weight: 500;
    color: var(--phone-quiet);
  }
  .hidden-text {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`})),mn,hn=t((()=>{T(),I(),mn=g`
  :host {
    display: block;
    height: 100%;
  }
  ha-card {
    position: relative;
    height: 100%;
    box-sizing: border-box;
    padding: 12px 16px 16px;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    margin-inline-end: -8px;
  }
  .title {
    flex: 1;
    font-size: 1.25rem;
    color: inherit;
    overflow-wrap: anywhere;
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 20px;
  }
  .none {
    margin: 12px 0;
    color: var(--phone-quiet);
  }
  .lines {
    display: grid;
    gap: 4px;
  }
  .rows {
    display: flex;
    flex-direction: column;
  }
  .rows .body {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }
  .body > telephony-missed,
  .body > telephony-choice,
  .body > telephony-ask {
    position: absolute;
  }
  .problem {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin: 0 0 12px;
    padding-inline-start: 16px;
    min-height: 44px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--phone-danger) 12%, transparent);
  }
  ${N} {
    .problem {
      background: var(--phone-tint);
    }
  }
`})),gn,_n,vn,L=t((()=>{gn=(e,t)=>{e.dispatchEvent(new CustomEvent(`telephony-command`,{detail:t,bubbles:!0,composed:!0}))},_n=async(e,t)=>{let{action:n,line:r,data:i={}}=t;await e.sendMessagePromise({type:`call_service`,domain:`telephony`,service:n,service_data:r.in_group?{...i,line:r.line}:i,target:{device_id:r.device_id}})},vn=e=>{var t;return(t=e==null?void 0:e.message)==null?String(e):t}})),yn,bn,xn,Sn,Cn,wn=t((()=>{yn=[`calls`,`dial`,`lamps`,`log`],bn=e=>Array.isArray(e)&&e.every(e=>typeof e==`string`),xn=e=>{var t,n;for(let t of[`devices`,`sections`,`lamps`])if(e[t]!==void 0&&!bn(e[t]))throw Error(`${t} must be a list of texts`);let r=(t=e.sections)==null?void 0:t.find(e=>!yn.includes(e));if(r)throw Error(`Unknown section ${r}: use ${yn.join(`, `)}`);let i=(n=e.log_limit)==null?10:n;if(!Number.isInteger(i)||i<1||i>100)throw Error(`log_limit must be a whole number from 1 to 100`);return e},Sn=e=>{var t;return(t=e.sections)==null?yn:t},Cn=e=>{var t,n;let r=Sn(e),i=r.includes(`lamps`)?e.lamps:[];return{type:`telephony/subscribe`,...((t=e.devices)==null?void 0:t.length)&&{device_ids:e.devices},...i&&{lamp_device_ids:i},log_limit:r.includes(`log`)||r.includes(`dial`)?(n=e.log_limit)==null?10:n:0}}})),Tn,En,Dn,On=t((()=>{Tn=({entities:e={}})=>Object.keys(e).filter(t=>{var n,r;return((n=e[t])==null?void 0:n.platform)===`telephony`&&((r=e[t])==null?void 0:r.translation_key)===`connected`}),En=class{constructor(){this.down=[],this.sensors=[],this.states=[]}update(e){e.entities!==this.entities&&(this.entities=e.entities,this.sensors=Tn(e),this.states=[]);let t=this.sensors.map(t=>{var n;return(n=e.states)==null?void 0:n[t]});return t.length===this.states.length&&t.every((e,t)=>e===this.states[t])?!1:(this.states=t,this.down=this.sensors.flatMap((n,r)=>this.whenDown(e,n,t[r])),!0)}whenDown(e,t,n){var r,i,a,o,s,c,l;let u=(r=e.devices)==null?void 0:r[(i=(a=e.entities)==null||(a=a[t])==null?void 0:a.device_id)==null?``:i];return!n||n.state===`on`||!(u!=null&&u.config_entry_id)?[]:[{connection:u.config_entry_id,name:(o=(s=u.name_by_user)==null?u.name:s)==null?``:o,reason:n.attributes.reason?(c=(l=e.formatEntityAttributeValue)==null?void 0:l.call(e,n,`reason`))==null?n.attributes.reason:c:``,since:n.last_changed}]}},Dn=async(e,t)=>{let{issues:n=[]}=await e.sendMessagePromise({type:`repairs/list_issues`});return n.some(({domain:e,issue_id:n})=>e===`telephony`&&n.endsWith(`_${t}`))?`/config/repairs`:`/config/integrations/integration/telephony#config_entry=${t}`}})),kn,An=t((()=>{kn={"action.answer":`Annehmen`,"action.back":`Zurück`,"action.call":`Anrufen`,"action.call_from":`Anrufen von`,"action.call_party":`{party} anrufen`,"action.cancel":`Abbrechen`,"action.close":`Schließen`,"action.complete_transfer":`Beide verbinden`,"action.conference":`Konferenz`,"action.consult":`Rückfrage`,"action.decline":`Ablehnen`,"action.deflect":`Umleiten`,"action.hangup":`Auflegen`,"action.hide":`Auf diesem Gerät ausblenden`,"action.hold":`Halten`,"action.pick_up":`Heranholen`,"action.retrieve":`Zurückholen`,"action.send_digits":`Tastenfeld`,"action.switch_call":`Makeln`,"action.transfer":`Vermitteln`,"choice.abroad":`Ausland: {country}. Von hier hat diese Nummer noch niemand angerufen, und Auslandsgespräche können teuer sein.`,"choice.consult":`Erst rückfragen, {party} wartet`,"choice.go_ahead":`Trotzdem`,"choice.save":`Kontakt speichern`,"choice.name":`Name`,"choice.transfer":`{party} dorthin vermitteln`,"dial.delete":`Letzte Ziffer löschen`,"dial.keypad":`Tastenfeld zeigen`,"dial.label":`Name oder Nummer`,"dial.none":`Keine Leitung kann hier gerade anrufen`,"direction.incoming":`Eingehender Anruf`,"direction.outgoing":`Ausgehender Anruf`,"direction.to":`an {number}`,"editor.compact":`Kompakte Darstellung`,"editor.devices":`Leitungen und Gruppen`,"editor.devices_help":`Leer lassen für die ersten Leitungen, die der Benutzer sehen darf.`,"editor.lamps":`Leitungen im Besetztlampenfeld`,"editor.lamps_help":`Leer lassen für die anderen Leitungen derselben Verbindungen.`,"editor.log_limit":`Anrufe in der Liste`,"editor.popup_switch":`Schalter für das Anruffenster dieses Browsers`,"editor.sections":`Abschnitte`,"editor.title":`Titel`,"card.description":`Anrufe einer oder mehrerer Leitungen mit allem, was man mit ihnen tun kann`,"card.failed":`Die Leitungen können nicht gezeigt werden: {reason}`,"card.name":`Telefonie`,"card.no_lines":`Keine Leitung zu zeigen: Die Verbindung steht nicht, oder du darfst ihre Leitungen nicht sehen.`,"announce.incoming":`Anruf von {party} auf {line}`,"call.blocked":`Blockiert`,"lamp.help":`{name}: {state}`,"log.all":`Alle`,"log.empty":`Noch keine Anrufe`,"log.missed":`Verpasst`,"log.none_missed":`Keine verpassten Anrufe`,"outcome.answered":`Angenommen`,"outcome.answered_elsewhere":`Anderswo angenommen`,"outcome.busy":`Besetzt`,"outcome.diverted":`Umgeleitet`,"outcome.failed":`Fehlgeschlagen`,"outcome.missed":`Verpasst`,"outcome.rejected":`Abgelehnt`,"outcome.unanswered":`Nicht angenommen`,"outcome.unknown":`Ende nicht gesehen`,"party.anonymous":`Anonym`,"party.unknown":`Unbekannt`,"popup.label":`Eingehende Anrufe`,"popup.off":`Anrufe erscheinen in diesem Browser nicht im Fenster`,"popup.on":`Anrufe erscheinen in diesem Browser im Fenster`,"popup.mine":`Anrufe auf deinen Leitungen erscheinen in diesem Browser`,"popup.all":`Alle Anrufe erscheinen in diesem Browser`,"section.calls":`Leitungen`,"section.dial":`Wählen`,"section.lamps":`Kollegen`,"section.log":`Letzte Anrufe`,"state.connected":`Verbunden`,"state.dialing":`Wählt`,"state.held":`Gehalten`,"state.idle":`Frei`,"state.ringing":`Klingelt`,"state.unavailable":`Nicht verfügbar`,"strategy.calls":`Anrufe`,"strategy.description":`Alle Leitungen mit Anrufen, Anrufliste und Verlauf`,"strategy.history":`Verlauf`,"strategy.missed":`Verpasste Anrufe`,"strategy.no_lines":`Hier gibt es noch keine Leitung. Füge in den Einstellungen einer Telefonie-Verbindung Leitungen hinzu.`,"strategy.states":`Verlauf der Leitungen`,"strategy.statistics":`Statistik`,"strategy.log":`Aktivität`,"banner.no_connection":`Keine Verbindung`,"banner.repair":`Beheben`,"banner.since":`Seit {time}`,"state.not_registered":`Nicht registriert`,"state.out_of_service":`Außer Betrieb`,"action.undo":`Rückgängig`,"missed.title":`Verpasste Anrufe`,"missed.show":`{count} verpasst, anzeigen`,"missed.mark_all":`Alle als gelesen markieren`,"missed.marked":`Als gelesen markiert`,"popup.more":`+{count} weitere`,"popup.fewer":`Weniger`,"card.no_calls":`Gerade keine Anrufe`,"strategy.now":`Jetzt`,"editor.busy_only":`Nur Leitungen mit Anrufen`}})),jn,Mn=t((()=>{jn={"action.answer":`Answer`,"action.back":`Back`,"action.call":`Call`,"action.call_from":`Call from`,"action.call_party":`Call {party}`,"action.cancel":`Cancel`,"action.close":`Close`,"action.complete_transfer":`Connect the two`,"action.conference":`Conference`,"action.consult":`Consult`,"action.decline":`Decline`,"action.deflect":`Divert`,"action.hangup":`Hang up`,"action.hide":`Hide on this device`,"action.hold":`Hold`,"action.pick_up":`Pick up`,"action.retrieve":`Retrieve`,"action.send_digits":`Keypad`,"action.switch_call":`Swap`,"action.transfer":`Transfer`,"choice.abroad":`Abroad: {country}. Nobody has called this number from here yet, and calls abroad can be expensive.`,"choice.consult":`Consult first, {party} waits`,"choice.go_ahead":`Go ahead`,"choice.save":`Save contact`,"choice.name":`Name`,"choice.transfer":`Transfer {party} there`,"dial.delete":`Delete the last digit`,"dial.keypad":`Show the keypad`,"dial.label":`Name or number`,"dial.none":`No line here can place calls now`,"direction.incoming":`Incoming call`,"direction.outgoing":`Outgoing call`,"direction.to":`to {number}`,"editor.compact":`Compact look`,"editor.devices":`Lines and groups`,"editor.devices_help":`Leave it empty for the first lines that the user may see.`,"editor.lamps":`Lines shown as lamps`,"editor.lamps_help":`Leave it empty for the other lines of the same connections.`,"editor.log_limit":`Calls in the log`,"editor.popup_switch":`Button for the pop-up of this browser`,"editor.sections":`Sections`,"editor.title":`Title`,"card.description":`Calls of one line or several, with everything that can be done with them`,"card.failed":`The lines cannot be shown: {reason}`,"card.name":`Telephony`,"card.no_lines":`No line to show: the connection is down, or you may not see its lines.`,"announce.incoming":`Incoming call from {party} on {line}`,"call.blocked":`Blocked`,"lamp.help":`{name}: {state}`,"log.all":`All`,"log.empty":`No calls yet`,"log.missed":`Missed`,"log.none_missed":`No missed calls`,"outcome.answered":`Answered`,"outcome.answered_elsewhere":`Answered elsewhere`,"outcome.busy":`Busy`,"outcome.diverted":`Diverted`,"outcome.failed":`Failed`,"outcome.missed":`Missed`,"outcome.rejected":`Rejected`,"outcome.unanswered":`Unanswered`,"outcome.unknown":`Ended unseen`,"party.anonymous":`Anonymous`,"party.unknown":`Unknown`,"popup.label":`Incoming calls`,"popup.off":`Calls do not pop up in this browser`,"popup.on":`Calls pop up in this browser`,"popup.mine":`Calls on your lines pop up in this browser`,"popup.all":`All calls pop up in this browser`,"section.calls":`Lines`,"section.dial":`Dial`,"section.lamps":`Colleagues`,"section.log":`Recent calls`,"state.connected":`Connected`,"state.dialing":`Dialing`,"state.held":`On hold`,"state.idle":`Idle`,"state.ringing":`Ringing`,"state.unavailable":`Unavailable`,"strategy.calls":`Calls`,"strategy.description":`Every line with its calls, log and history`,"strategy.history":`History`,"strategy.missed":`Missed calls`,"strategy.no_lines":`There is no line here yet. Add lines to a Telephony connection in the settings.`,"strategy.states":`Line history`,"strategy.statistics":`Statistics`,"strategy.log":`Activity`,"banner.no_connection":`No connection`,"banner.repair":`Repair`,"banner.since":`Since {time}`,"state.not_registered":`Not registered`,"state.out_of_service":`Out of service`,"action.undo":`Undo`,"missed.title":`Missed calls`,"missed.show":`{count} missed, show them`,"missed.mark_all":`Mark all as read`,"missed.marked":`Marked as read`,"popup.more":`+{count} more`,"popup.fewer":`Fewer`,"card.no_calls":`No calls now`,"strategy.now":`Now`,"editor.busy_only":`Only lines with calls`}})),Nn,Pn=t((()=>{Nn={"action.answer":`Contestar`,"action.back":`Atrás`,"action.call":`Llamar`,"action.call_from":`Llamar desde`,"action.call_party":`Llamar a {party}`,"action.cancel":`Cancelar`,"action.close":`Cerrar`,"action.complete_transfer":`Conectar a los dos`,"action.conference":`Conferencia`,"action.consult":`Consultar`,"action.decline":`Rechazar`,"action.deflect":`Desviar`,"action.hangup":`Colgar`,"action.hide":`Ocultar en este dispositivo`,"action.hold":`Retener`,"action.pick_up":`Capturar`,"action.retrieve":`Recuperar`,"action.send_digits":`Teclado`,"action.switch_call":`Alternar`,"action.transfer":`Transferir`,"choice.abroad":`Extranjero: {country}. Todavía nadie ha llamado a este número desde aquí, y las llamadas al extranjero pueden ser caras.`,"choice.consult":`Consultar antes, {party} espera`,"choice.go_ahead":`Continuar`,"choice.save":`Guardar contacto`,"choice.name":`Nombre`,"choice.transfer":`Transferir allí a {party}`,"dial.delete":`Borrar la última cifra`,"dial.keypad":`Mostrar el teclado`,"dial.label":`Nombre o número`,"dial.none":`Ninguna línea puede llamar ahora`,"direction.incoming":`Llamada entrante`,"direction.outgoing":`Llamada saliente`,"direction.to":`a {number}`,"editor.compact":`Aspecto compacto`,"editor.devices":`Líneas y grupos`,"editor.devices_help":`Déjalo vacío para las primeras líneas que el usuario puede ver.`,"editor.lamps":`Líneas mostradas como luces`,"editor.lamps_help":`Déjalo vacío para las demás líneas de las mismas conexiones.`,"editor.log_limit":`Llamadas en el registro`,"editor.popup_switch":`Botón para la ventana de llamada de este navegador`,"editor.sections":`Secciones`,"editor.title":`Título`,"card.description":`Las llamadas de una o varias líneas, con todo lo que se puede hacer con ellas`,"card.failed":`No se pueden mostrar las líneas: {reason}`,"card.name":`Telefonía`,"card.no_lines":`Ninguna línea que mostrar: la conexión está caída o no puedes ver sus líneas.`,"announce.incoming":`Llamada de {party} en {line}`,"call.blocked":`Bloqueada`,"lamp.help":`{name}: {state}`,"log.all":`Todas`,"log.empty":`Aún no hay llamadas`,"log.missed":`Perdidas`,"log.none_missed":`Ninguna llamada perdida`,"outcome.answered":`Contestada`,"outcome.answered_elsewhere":`Contestada en otro lugar`,"outcome.busy":`Ocupado`,"outcome.diverted":`Desviada`,"outcome.failed":`Fallida`,"outcome.missed":`Perdida`,"outcome.rejected":`Rechazada`,"outcome.unanswered":`Sin respuesta`,"outcome.unknown":`Final no visto`,"party.anonymous":`Anónimo`,"party.unknown":`Desconocido`,"popup.label":`Llamadas entrantes`,"popup.off":`Las llamadas no aparecen en ventana en este navegador`,"popup.on":`Las llamadas aparecen en ventana en este navegador`,"popup.mine":`Las llamadas de tus líneas aparecen en este navegador`,"popup.all":`Todas las llamadas aparecen en este navegador`,"section.calls":`Líneas`,"section.dial":`Marcar`,"section.lamps":`Colegas`,"section.log":`Llamadas recientes`,"state.connected":`En llamada`,"state.dialing":`Marcando`,"state.held":`Retenida`,"state.idle":`Libre`,"state.ringing":`Sonando`,"state.unavailable":`No disponible`,"strategy.calls":`Llamadas`,"strategy.description":`Todas las líneas con sus llamadas, registro e historial`,"strategy.history":`Historial`,"strategy.missed":`Llamadas perdidas`,"strategy.no_lines":`Aún no hay ninguna línea. Añade líneas a una conexión de Telefonía en los ajustes.`,"strategy.states":`Historial de las líneas`,"strategy.statistics":`Estadísticas`,"strategy.log":`Actividad`,"banner.no_connection":`Sin conexión`,"banner.repair":`Reparar`,"banner.since":`Desde: {time}`,"state.not_registered":`No registrada`,"state.out_of_service":`Fuera de servicio`,"action.undo":`Deshacer`,"missed.title":`Llamadas perdidas`,"missed.show":`{count} perdidas, mostrarlas`,"missed.mark_all":`Marcar todas como leídas`,"missed.marked":`Marcadas como leídas`,"popup.more":`+{count} más`,"popup.fewer":`Menos`,"card.no_calls":`No hay llamadas ahora`,"strategy.now":`Ahora`,"editor.busy_only":`Solo líneas con llamadas`}})),Fn,In=t((()=>{Fn={"action.answer":`Répondre`,"action.back":`Retour`,"action.call":`Appeler`,"action.call_from":`Appeler depuis`,"action.call_party":`Appeler {party}`,"action.cancel":`Annuler`,"action.close":`Fermer`,"action.complete_transfer":`Mettre en relation`,"action.conference":`Conférence`,"action.consult":`Consulter`,"action.decline":`Refuser`,"action.deflect":`Dévier`,"action.hangup":`Raccrocher`,"action.hide":`Masquer sur cet appareil`,"action.hold":`Mettre en attente`,"action.pick_up":`Intercepter`,"action.retrieve":`Reprendre`,"action.send_digits":`Clavier`,"action.switch_call":`Permuter`,"action.transfer":`Transférer`,"choice.abroad":`Étranger : {country}. Personne n’a encore appelé ce numéro d’ici, et les appels à l’étranger peuvent coûter cher.`,"choice.consult":`Consulter d’abord, {party} attend`,"choice.go_ahead":`Continuer`,"choice.save":`Enregistrer le contact`,"choice.name":`Nom`,"choice.transfer":`Y transférer {party}`,"dial.delete":`Effacer le dernier chiffre`,"dial.keypad":`Afficher le clavier`,"dial.label":`Nom ou numéro`,"dial.none":`Aucune ligne ne peut appeler pour le moment`,"direction.incoming":`Appel entrant`,"direction.outgoing":`Appel sortant`,"direction.to":`vers {number}`,"editor.compact":`Présentation compacte`,"editor.devices":`Lignes et groupes`,"editor.devices_help":`Laisser vide pour les premières lignes que l’utilisateur peut voir.`,"editor.lamps":`Lignes affichées en voyants`,"editor.lamps_help":`Laisser vide pour les autres lignes des mêmes connexions.`,"editor.log_limit":`Appels dans le journal`,"editor.popup_switch":`Bouton pour la fenêtre d’appel de ce navigateur`,"editor.sections":`Sections`,"editor.title":`Titre`,"card.description":`Les appels d’une ou de plusieurs lignes, avec tout ce qu’on peut en faire`,"card.failed":`Impossible d’afficher les lignes : {reason}`,"card.name":`Téléphonie`,"card.no_lines":`Aucune ligne à afficher : la connexion est coupée ou vous ne pouvez pas voir ses lignes.`,"announce.incoming":`Appel de {party} sur {line}`,"call.blocked":`Bloqué`,"lamp.help":`{name} : {state}`,"log.all":`Tous`,"log.empty":`Aucun appel pour l’instant`,"log.missed":`Manqués`,"log.none_missed":`Aucun appel manqué`,"outcome.answered":`Répondu`,"outcome.answered_elsewhere":`Répondu ailleurs`,"outcome.busy":`Occupé`,"outcome.diverted":`Dévié`,"outcome.failed":`Échoué`,"outcome.missed":`Manqué`,"outcome.rejected":`Refusé`,"outcome.unanswered":`Sans réponse`,"outcome.unknown":`Fin non observée`,"party.anonymous":`Anonyme`,"party.unknown":`Inconnu`,"popup.label":`Appels entrants`,"popup.off":`Les appels n’apparaissent pas en fenêtre dans ce navigateur`,"popup.on":`Les appels apparaissent en fenêtre dans ce navigateur`,"popup.mine":`Les appels de vos lignes s’affichent dans ce navigateur`,"popup.all":`Tous les appels s’affichent dans ce navigateur`,"section.calls":`Lignes`,"section.dial":`Composer`,"section.lamps":`Collègues`,"section.log":`Appels récents`,"state.connected":`En communication`,"state.dialing":`Numérotation`,"state.held":`En attente`,"state.idle":`Libre`,"state.ringing":`Sonne`,"state.unavailable":`Indisponible`,"strategy.calls":`Appels`,"strategy.description":`Toutes les lignes avec leurs appels, leur journal et leur historique`,"strategy.history":`Historique`,"strategy.missed":`Appels manqués`,"strategy.no_lines":`Il n’y a pas encore de ligne. Ajoutez des lignes à une connexion Téléphonie dans les paramètres.`,"strategy.states":`Historique des lignes`,"strategy.statistics":`Statistiques`,"strategy.log":`Activité`,"banner.no_connection":`Pas de connexion`,"banner.repair":`Réparer`,"banner.since":`Depuis : {time}`,"state.not_registered":`Non enregistré`,"state.out_of_service":`Hors service`,"action.undo":`Annuler`,"missed.title":`Appels manqués`,"missed.show":`{count} manqués, les afficher`,"missed.mark_all":`Tout marquer comme lu`,"missed.marked":`Marqués comme lus`,"popup.more":`+{count} autres`,"popup.fewer":`Moins`,"card.no_calls":`Aucun appel en ce moment`,"strategy.now":`En ce moment`,"editor.busy_only":`Seulement les lignes avec des appels`}})),Ln,Rn=t((()=>{Ln={"action.answer":`Ответить`,"action.back":`Назад`,"action.call":`Позвонить`,"action.call_from":`Позвонить с линии`,"action.call_party":`Позвонить: {party}`,"action.cancel":`Отмена`,"action.close":`Закрыть`,"action.complete_transfer":`Соединить обоих`,"action.conference":`Конференция`,"action.consult":`Консультация`,"action.decline":`Отклонить`,"action.deflect":`Переадресовать`,"action.hangup":`Завершить`,"action.hide":`Скрыть на этом устройстве`,"action.hold":`Удержать`,"action.pick_up":`Перехватить`,"action.retrieve":`Снять с удержания`,"action.send_digits":`Клавиатура`,"action.switch_call":`Переключить`,"action.transfer":`Перевести`,"choice.abroad":`За границей: {country}. Отсюда на этот номер ещё не звонили, а звонки за границу могут стоить дорого.`,"choice.consult":`Сначала посоветоваться, {party} ждёт`,"choice.go_ahead":`Продолжить`,"choice.save":`Сохранить контакт`,"choice.name":`Имя`,"choice.transfer":`Перевести туда: {party}`,"dial.delete":`Стереть последнюю цифру`,"dial.keypad":`Показать клавиатуру`,"dial.label":`Имя или номер`,"dial.none":`Сейчас ни одна линия не может звонить`,"direction.incoming":`Входящий вызов`,"direction.outgoing":`Исходящий вызов`,"direction.to":`на {number}`,"editor.compact":`Компактный вид`,"editor.devices":`Линии и группы`,"editor.devices_help":`Оставьте пустым, чтобы показать первые линии, доступные пользователю.`,"editor.lamps":`Линии в поле занятости`,"editor.lamps_help":`Оставьте пустым, чтобы показать остальные линии тех же подключений.`,"editor.log_limit":`Вызовов в журнале`,"editor.popup_switch":`Кнопка всплывающего окна этого браузера`,"editor.sections":`Разделы`,"editor.title":`Заголовок`,"card.description":`Вызовы одной или нескольких линий и всё, что с ними можно сделать`,"card.failed":`Не удаётся показать линии: {reason}`,"card.name":`Телефония`,"card.no_lines":`Линий нет: подключение недоступно, или эти линии вам не видны.`,"announce.incoming":`Входящий вызов: {party}, линия {line}`,"call.blocked":`Заблокирован`,"lamp.help":`{name}: {state}`,"log.all":`Все`,"log.empty":`Вызовов пока нет`,"log.missed":`Пропущенные`,"log.none_missed":`Пропущенных вызовов нет`,"outcome.answered":`Отвечен`,"outcome.answered_elsewhere":`Ответили в другом месте`,"outcome.busy":`Занято`,"outcome.diverted":`Переадресован`,"outcome.failed":`Не удался`,"outcome.missed":`Пропущен`,"outcome.rejected":`Отклонён`,"outcome.unanswered":`Без ответа`,"outcome.unknown":`Конец неизвестен`,"party.anonymous":`Номер скрыт`,"party.unknown":`Неизвестный`,"popup.label":`Входящие вызовы`,"popup.off":`В этом браузере вызовы не всплывают`,"popup.on":`В этом браузере вызовы всплывают`,"popup.mine":`Вызовы ваших линий всплывают в этом браузере`,"popup.all":`Все вызовы всплывают в этом браузере`,"section.calls":`Линии`,"section.dial":`Набор`,"section.lamps":`Коллеги`,"section.log":`Последние вызовы`,"state.connected":`Разговор`,"state.dialing":`Набор номера`,"state.held":`На удержании`,"state.idle":`Свободна`,"state.ringing":`Звонит`,"state.unavailable":`Недоступна`,"strategy.calls":`Вызовы`,"strategy.description":`Все линии с вызовами, журналом и историей`,"strategy.history":`История`,"strategy.missed":`Пропущенные вызовы`,"strategy.no_lines":`Линий пока нет. Добавьте линии к подключению «Телефония» в настройках.`,"strategy.states":`История линий`,"strategy.statistics":`Статистика`,"strategy.log":`Активность`,"banner.no_connection":`Нет соединения`,"banner.repair":`Исправить`,"banner.since":`С {time}`,"state.not_registered":`Не зарегистрирована`,"state.out_of_service":`Не обслуживается`,"action.undo":`Отменить`,"missed.title":`Пропущенные вызовы`,"missed.show":`Пропущено: {count}, показать`,"missed.mark_all":`Отметить все как прочитанные`,"missed.marked":`Отмечены как прочитанные`,"popup.more":`Ещё {count}`,"popup.fewer":`Свернуть`,"card.no_calls":`Сейчас вызовов нет`,"strategy.now":`Сейчас`,"editor.busy_only":`Только линии с вызовами`}})),zn,Bn,R,z=t((()=>{An(),Mn(),Pn(),In(),Rn(),zn={de:kn,en:jn,es:Nn,fr:Fn,ru:Ln},Bn=e=>e in jn,R=(e,t,n={})=>{var r,i;return Bn(t)?((r=zn[(i=e.split(`-`)[0])==null?``:i])==null?jn:r)[t].replace(/\{(\w+)\}/gu,(e,t)=>{var r;return String((r=n[t])==null?``:r)}):t}})),Vn,Hn,Un,Wn,Gn=t((()=>{wn(),u(),z(),Vn=e=>({select:{multiple:!0,reorder:!0,mode:`dropdown`,options:e}}),Hn=e=>e.map(({device_id:e,name:t,connection_name:n})=>({value:e,label:`${t} · ${n}`})),Un=async()=>{let{lines:e}=await(await c()).sendMessagePromise({type:`telephony/lines`});return e},Wn=async()=>{let e=l(),t=Hn(await Un()),n=yn.map(t=>({value:t,label:R(e,`section.${t}`)})),r={devices:`editor.devices_help`,lamps:`editor.lamps_help`};return{schema:[{name:`title`,selector:{text:{}}},{name:`devices`,selector:Vn(t)},{name:`sections`,selector:Vn(n)},{name:`lamps`,selector:Vn(t)},{name:`log_limit`,default:10,selector:{number:{min:1,max:100,mode:`box`}}},{name:`compact`,selector:{boolean:{}}},{name:`busy_only`,selector:{boolean:{}}},{name:`popup_switch`,default:!0,selector:{boolean:{}}}],computeLabel:({name:t})=>R(e,`editor.${t}`),computeHelper:({name:t})=>r[t]?R(e,r[t]):void 0}}})),Kn,qn,B,Jn,Yn,Xn,Zn,Qn,V=t((()=>{T(),z(),Kn=e=>{var t,n;return(t=(n=e.formatted_number)==null?e.number:n)==null?``:t},qn=e=>b`<bdi dir="ltr">${e}</bdi>`,B=(e,t)=>e.name?e.name_source===`network`?`\u201c${e.name.replace(/["\u201c-\u201f]/gu,`’`)}\u201d`:e.name:e.number?Kn(e):R(t,e.presentation===`restricted`?`party.anonymous`:`party.unknown`),Jn=(e,t)=>e.name||!e.number?b`<bdi>${B(e,t)}</bdi>`:qn(Kn(e)),Yn=e=>{var t;if(e.name_source===`network`)return``;let n=((t=e.name)==null?``:t).split(/[\s,.-]+/u).filter(e=>/^\p{L}/u.test(e));return(n.length>1?[n[0],n[n.length-1]]:n).map(e=>{var t;return(t=[...e==null?``:e][0])==null?void 0:t.toLocaleUpperCase()}).join(``)},Xn=(e,t)=>/^[A-Z]{2}$/u.test(e)&&`DisplayNames`in Intl?new Intl.DisplayNames([t],{type:`region`}).of(e):void 0,Zn=e=>{let t=Math.max(0,Math.floor(e)),n=e=>String(e).padStart(2,`0`),r=Math.floor(t/60);return r<60?`${r}:${n(t%60)}`:`${Math.floor(r/60)}:${n(r%60)}:${n(t%60)}`},Qn=(e,t,n=/* @__PURE__ */ new Date)=>{let r=new Date(e.started_at),i=r.toDateString()===n.toDateString()?{timeStyle:`short`}:{day:`numeric`,month:`short`,hour:`numeric`,minute:`2-digit`};return new Intl.DateTimeFormat(t,i).format(r)}})),$n,er,tr,nr,rr,ir,ar,or,sr=t((()=>{$n={a:[`answer`],h:[`hold`,`retrieve`],t:[`transfer`],e:[`hangup`]},er=[`connected`,`dialing`,`ringing`,`held`],tr=(e,t)=>{let n=e.filter(({can_control:e})=>e).flatMap(e=>e.calls.map(t=>({line:e,call:t}))).sort(({call:e},{call:t})=>er.indexOf(e.state)-er.indexOf(t.state)||(e.started_at<t.started_at?-1:1));for(let e of t){let t=n.find(({call:{actions:t,state:n,blocked:r}})=>t.includes(e)&&(n!==`ringing`||e!==`hangup`&&!r));if(t)return{action:e,...t}}},nr=`input, textarea, select, [contenteditable=''], [contenteditable='true']`,rr=/* @__PURE__ */ new Set([`textbox`,`combobox`,`searchbox`,`spinbutton`]),ir=e=>e.composedPath().some(e=>{var t;return e instanceof HTMLElement&&(e.matches(nr)||e.isContentEditable||rr.has((t=e.getAttribute(`role`))==null?``:t))}),ar=()=>localStorage.getItem(`enableShortcuts`)!==`false`,or=e=>{let t=t=>{let n=$n[t.key.toLowerCase()];!n||t.repeat||t.isComposing||t.defaultPrevented||t.ctrlKey||t.metaKey||t.altKey||t.shiftKey||!ir(t)&&ar()&&e(n)&&(t.preventDefault(),t.stopImmediatePropagation())};return window.addEventListener(`keydown`,t,!0),()=>window.removeEventListener(`keydown`,t,!0)}})),cr,lr=t((()=>{T(),I(),cr=g`
  :host {
    display: block;
    container-type: inline-size;
  }
  section {
    --tone: var(--phone-connected);
    position: relative;
    padding: 16px;
    border-radius: 16px;
    background: color-mix(in srgb, var(--tone) 9%, var(--phone-surface));
    overflow: hidden;
    outline: none;
  }
  section.ringing {
    --tone: var(--phone-ringing);
  }
  section.dialing {
    --tone: var(--phone-dialing);
  }
  section.held {
    --tone: var(--phone-held);
  }
  .who {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 4px 16px;
    align-items: center;
  }
  .face {
    display: grid;
    place-items: center;
    width: 64px;
    height: 64px;
    border-radius: 50%;
    font-size: 1.5rem;
    font-weight: 500;
    color: #fff;
    background: var(--tone);
  }
  .face img {
    width: 100%;
    height: 100%;
    border-radius: 50%;
    object-fit: cover;
  }
  .ringing:not(.blocked) .face {
    animation: ring 1.6s ease-out infinite;
  }
  .names {
    min-width: 0;
  }
  .name {
    font-size: 1.375rem;
    font-size: clamp(1.375rem, 6cqi, 2.5rem);
    line-height: 1.15;
    font-weight: 500;
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  .number {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    margin-top: 4px;
    font-size: 1rem;
    font-variant-numeric: tabular-nums;
  }
  .way {
    display: inline-flex;
    font-size: 0.75rem;
    color: var(--tone);
  }
  .state {
    text-align: end;
    align-self: start;
    font-variant-numeric: tabular-nums;
  }
  .word {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-weight: 500;
    white-space: nowrap;
  }
  .word i {
    width: 10px;
    height: 10px;
    border-radius: 50%;
    background: var(--tone);
  }
  telephony-duration {
    display: block;
    font-size: 1.25rem;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 8px;
  }
  .actions.large {
    margin-top: 16px;
  }
  .actions:empty {
    display: none;
  }
  .push {
    flex: 1 1 auto;
  }
  .large .push {
    flex: 1 1 112px;
    padding: 0 12px;
    min-height: 56px;
    border-radius: 28px;
    font-size: 1.0625rem;
  }
  ${N} {
    section {
      background: var(--phone-tint);
      box-shadow: inset 4px 0 var(--tone);
    }
  }
  @container (max-width: 420px) {
    section:not(.ringing) .all {
      display: flex;
      gap: 8px;
      margin-top: 12px;
    }
    section:not(.ringing) .actions {
      display: contents;
    }
    .actions:not(.large) {
      flex-wrap: nowrap;
    }
    section:not(.ringing) .push,
    .actions:not(.large) .push {
      flex: 1 1 0;
      min-width: 0;
      min-height: 48px;
      padding: 0;
    }
    section:not(.ringing) .push span,
    .actions:not(.large) .push span {
      position: absolute;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    .who {
      grid-template-columns: auto 1fr;
      gap: 12px;
    }
    .face {
      width: 52px;
      height: 52px;
    }
    .state {
      grid-column: 1 / -1;
      display: flex;
      justify-content: space-between;
      align-items: baseline;
    }
  }
  :host([compact]) section {
    padding: 12px;
  }
  :host([compact]) .face {
    width: 44px;
    height: 44px;
    font-size: 1.125rem;
  }
  :host([compact]) .name {
    font-size: 1.125rem;
    font-size: clamp(1.125rem, 4cqi, 1.5rem);
  }
  :host([compact]) .large .push {
    min-height: 44px;
    font-size: 1rem;
  }
  @container (min-width: 600px) {
    :host([compact]) section {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
    }
    :host([compact]) .who {
      flex: 1 1 300px;
    }
    :host([compact]) .all {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    :host([compact]) .actions {
      margin-top: 0;
    }
  }
  @keyframes ring {
    0% {
      box-shadow: 0 0 0 0 color-mix(in srgb, var(--tone) 55%, transparent);
    }
    70%,
    100% {
      box-shadow: 0 0 0 10px transparent;
    }
  }
`}));function H(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var U=t((()=>{})),ur,dr=t((()=>{T(),A(),V(),U(),ur=class extends w{constructor(...e){super(...e),this.since=``,this.skew=0}connectedCallback(){super.connectedCallback(),this.timer=setInterval(()=>this.requestUpdate(),1e3)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer)}render(){let e=(Date.now()+this.skew-Date.parse(this.since))/1e3;return b`<span role="timer" aria-live="off">${Zn(e)}</span>`}},H([D()],ur.prototype,`since`,void 0),H([D({type:Number})],ur.prototype,`skew`,void 0),ur=H([E(`telephony-duration`)],ur)})),fr,pr,mr,hr,W,gr=t((()=>{h(),T(),A(),pn(),lr(),L(),V(),z(),I(),dr(),U(),pr={answer:{path:fe,look:`good`},retrieve:{path:ye,look:`good`},switch_call:{path:be,look:`good`},hangup:{path:he,look:`bad`},hold:{path:de},transfer:{path:me,asks:!0},consult:{path:p,asks:!0},deflect:{path:se,asks:!0},send_digits:{path:ue,asks:!0}},mr={complete_transfer:{path:ee},conference:{path:d}},hr=(e,t)=>e===`hangup`&&t.state===`ringing`?`decline`:e,W=(fr=class extends w{constructor(...e){super(...e),this.language=`en`,this.skew=0,this.settling=!1,this.compact=!1,this.plain=!1,this.broken=``,this.hadFocus=!1}willUpdate(){var e;this.hadFocus=!!((e=this.shadowRoot)!=null&&e.activeElement)}updated(){var e;this.hadFocus&&!((e=this.shadowRoot)!=null&&e.activeElement)&&this.section.focus()}render(){var e;let{call:t}=this;return b`
      <section
        class="${t.state} ${t.blocked?`blocked`:``}"
        tabindex="-1" aria-label=${B(t,this.language)}>
        <div class="who">
          <div class="face" aria-hidden="true">${this.face()}</div>
          <div class="names">
            <div class="name">${Jn(t,this.language)}</div>
            <div class="number">${this.details()}</div>
          </div>
          <div class="state">
            <span class="word"><i></i>${this.text(`state.${t.state}`)}</span>
            <telephony-duration
              .since=${(e=t.answered_at)==null?t.started_at:e}
              .skew=${this.skew}
            ></telephony-duration>
          </div>
        </div>
        ${this.buttons()}
      </section>
    `}text(e,t={}){return R(this.language,e,t)}face(){let{picture:e}=this.call;return e&&e!==this.broken?b`<img src=${e} alt="" @error=${()=>this.broken=e} />`:Yn(this.call)||M(this.call.number?`M6.62,10.79C8.06,13.62 10.38,15.94 13.21,17.38L15.41,15.18C15.69,14.9 16.08,14.82 16.43,14.93C17.55,15.3 18.75,15.5 20,15.5A1,1 0 0,1 21,16.5V20A1,1 0 0,1 20,21A17,17 0 0,1 3,4A1,1 0 0,1 4,3H7.5A1,1 0 0,1 8.5,4C8.5,5.25 8.7,6.45 9.07,7.57C9.18,7.92 9.1,8.31 8.82,8.59L6.62,10.79Z`:`M13,8A4,4 0 0,1 9,12A4,4 0 0,1 5,8A4,4 0 0,1 9,4A4,4 0 0,1 13,8M17,18V20H1V18C1,15.79 4.58,14 9,14C13.42,14 17,15.79 17,18M20.5,14.5V16H19V14.5H20.5M18.5,9.5H17V9A3,3 0 0,1 20,6A3,3 0 0,1 23,9C23,9.97 22.5,10.88 21.71,11.41L21.41,11.6C20.84,12 20.5,12.61 20.5,13.3V13.5H19V13.3C19,12.11 19.6,11 20.59,10.35L20.88,10.16C21.27,9.9 21.5,9.47 21.5,9A1.5,1.5 0 0,0 20,7.5A1.5,1.5 0 0,0 18.5,9V9.5Z`)}details(){var e;let{call:t,line:n}=this,r=t.direction===`incoming`,i=r&&t.called_number&&t.called_number!==n.line,a=t.name&&Kn(t);return b`
      ${t.direction?b`<span class="way">${M(r?oe:ie)}</span>
            <span class=${a?`hidden-text`:``}
              >${this.text(`direction.${t.direction}`)}</span
            >`:S}
      ${a?qn(a):S}
      ${t.blocked?b`<span>${this.text(`call.blocked`)}</span>`:S}
      ${i?b`<span>${this.text(`direction.to`,{number:(e=t.called_number)==null?``:e})}</span>`:S}
      <slot></slot>
    `}buttons(){if(!this.line.can_control)return S;let e=Object.entries(pr).filter(([e,t])=>this.call.actions.includes(e)&&!(this.plain&&t.asks)),t=e.filter(([,e])=>e.look),n=e.filter(([,e])=>!e.look);return b`
      <div class="all">
        <div class="actions large">${this.row(t)}</div>
        ${n.length?b`<div class="actions">${this.row(n)}</div>`:S}
      </div>
    `}row(e){return dn(e,([e])=>e,([e,t])=>this.button(e,t))}button(e,{path:t,look:n,asks:r}){let i=this.text(`action.${hr(e,this.call)}`);return b`
      <button
        class="push ${n==null?``:n}"
        title=${i}
        data-action=${e}
        aria-disabled=${this.settling?`true`:`false`}
        @click=${()=>this.press(e,r)}
      >
        ${M(t)}<span>${i}</span>
      </button>
    `}press(e,t=!1){if(this.settling)return;let{call:n,line:r}=this;if(!t)return gn(this,{action:e,line:r,data:{call_id:n.call_id}});let i={action:e,line:r,call:n};this.dispatchEvent(new CustomEvent(`telephony-ask`,{detail:i,bubbles:!0,composed:!0}))}},fr.styles=[P,F,cr],fr),H([D({attribute:!1})],W.prototype,`call`,void 0),H([D({attribute:!1})],W.prototype,`line`,void 0),H([D()],W.prototype,`language`,void 0),H([D({type:Number})],W.prototype,`skew`,void 0),H([D({type:Boolean})],W.prototype,`settling`,void 0),H([D({type:Boolean,reflect:!0})],W.prototype,`compact`,void 0),H([D({type:Boolean})],W.prototype,`plain`,void 0),H([O()],W.prototype,`broken`,void 0),H([k(`section`)],W.prototype,`section`,void 0),W=H([E(`telephony-call`)],W)})),_r,G,vr,yr,br,xr,Sr,Cr=t((()=>{T(),_r=e=>{var t;let n=e;if(n.showModal)return n.showModal();e.classList.add(`layer`),e.setAttribute(`open`,``),e.setAttribute(`role`,`dialog`),e.setAttribute(`aria-modal`,`true`),e.onkeydown=({key:t})=>t===`Escape`&&G(e),(t=e.querySelector(`button, select`))==null||t.focus()},G=e=>{let t=e;if(t.close)return t.close();e.hasAttribute(`open`)&&(e.removeAttribute(`open`),e.dispatchEvent(new Event(`close`)))},vr=()=>`togglePopover`in HTMLElement.prototype?``:`layer away`,yr=(e,t)=>{let n=e;n.togglePopover?n.togglePopover(t):e.className=t?`layer`:`layer away`},br=()=>{if(!CSS.supports(`selector(:modal)`))return!1;let e=document.activeElement;for(;e;){var t,n;if(e.closest(`:modal`))return!0;e=(t=(n=e.shadowRoot)==null?void 0:n.activeElement)==null?null:t}return!1},xr=(e,t)=>{var n,r;let{left:i,top:a,width:o,height:s}=t.getBoundingClientRect(),c=(n=(r=document).elementFromPoint)==null?void 0:n.call(r,i+o/2,a+s/2);return!!c&&c!==e},Sr=g`
  dialog:not([open]),
  .layer.away {
    display: none;
  }
  .layer {
    display: block;
    position: fixed;
    z-index: 2147483647;
  }
  dialog.layer {
    top: 50%;
    left: 50%;
    margin: 0;
    transform: translate(-50%, -50%);
    box-shadow: 0 0 0 100vmax rgb(0 0 0 / 0.45);
  }
`})),wr,Tr=t((()=>{T(),Cr(),I(),wr=g`
  ${Sr}
  dialog {
    width: min(420px, calc(100vw - 32px));
    max-height: calc(100vh - 32px);
    max-height: calc(100dvh - 32px);
    box-sizing: border-box;
    padding: 24px;
    border: 0;
    border-radius: 24px;
    color: var(--phone-text);
    background: var(--phone-surface);
    box-shadow: 0 8px 40px rgb(0 0 0 / 0.35);
    overflow: auto;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.45);
  }
  dialog h3 {
    margin: 0;
    font-size: 1.5rem;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  dialog p {
    margin: 4px 0 0;
    color: var(--phone-quiet);
    font-variant-numeric: tabular-nums;
  }
  dialog .options {
    display: grid;
    gap: 8px;
    margin-top: 20px;
  }
  dialog .push {
    min-height: 48px;
    border-radius: 24px;
  }
  select {
    font: inherit;
    color: inherit;
    min-height: 44px;
    padding: 0 8px 0 12px;
    border: 1px solid;
    border-color: color-mix(in srgb, var(--phone-text) 50%, transparent);
    border-radius: 12px;
    background: var(--phone-surface);
  }
  label {
    display: grid;
    gap: 4px;
    font-size: 0.875em;
    color: var(--phone-quiet);
  }
  label select {
    font-size: 1rem;
    color: var(--phone-text);
  }
  ${N} {
    select {
      border-color: var(--phone-idle);
    }
  }
`})),Er,Dr,Or,kr,K=t((()=>{Er=({number:e,name_source:t})=>!!e&&t!==`phone_book`&&t!==`line`,Dr=({available:e,state:t,trouble:n})=>e?t===`idle`&&n||t:`unavailable`,Or=({calls:e})=>{let t=e=>e.reduce((e,{started_at:t})=>e&&e<t?e:t,``),n=e.filter(({state:e})=>e===`ringing`);return n.length?`0${t(n)}`:`1${t(e)}`},kr=e=>[...e.filter(({mine:e})=>e),...e.filter(({mine:e})=>!e)]})),Ar,jr,Mr,Nr,q,Pr=t((()=>{h(),T(),A(),L(),Tr(),V(),Cr(),z(),K(),I(),U(),jr=/^“|”$/gu,Mr=(e,t)=>{e.dispatchEvent(new CustomEvent(`telephony-choose`,{detail:t,bubbles:!0,composed:!0}))},Nr=(e,t)=>kr(e).filter(e=>e.can_control&&e.actions.includes(t)),q=(Ar=class extends w{constructor(...e){super(...e),this.lines=[],this.newAbroad=async()=>null,this.language=`en`,this.saving=!1,this.from=``}async open(e){var t,n;this.choice=e,this.from=(t=(n=e.from)==null?void 0:n.line)==null?``:t,this.doubt=void 0,this.saving=!1,await this.updateComplete,_r(this.dialog)}render(){let{choice:e}=this;return b`
      <dialog aria-labelledby="title" @close=${()=>this.choice=void 0}>
        ${e?this.content(e):S}
      </dialog>
    `}text(e,t={}){return R(this.language,e,t)}content(e){let t=Nr(this.lines,`make_call`),n=qn(Kn(e));return b`
      <h3 id="title">${e.name?b`<bdi>${e.name}</bdi>`:n}</h3>
      ${e.name&&e.name!==e.number?b`<p>${n}</p>`:S}
      <div class="options">
        ${this.saving?this.nameForm(e):this.doubt?this.question(e,this.doubt):this.options(e,t)}
        <button class="push" data-action="cancel" @click=${()=>G(this.dialog)}>
          ${this.text(`action.cancel`)}
        </button>
      </div>
    `}options(e,t){return b`${this.lineSelect(t)} ${this.pickUp(e)} ${this.forCalls(e)}
    ${t.length?this.option(`make_call`,fe,`action.call`,()=>this.make(e,t)):b`<p>${this.text(`dial.none`)}</p>`}
    ${e.unknown&&e.from&&this.save?this.option(`save_contact`,f,`choice.save`,()=>void this.askName()):S}`}async askName(){var e;this.saving=!0,await this.updateComplete,(e=this.dialog.querySelector(`input`))==null||e.focus()}nameForm({name:e,number:t,from:n}){return b`<form class="options" @submit=${async e=>{var r,i;e.preventDefault();let a=(r=this.dialog.querySelector(`input`))==null?void 0:r.value.trim();n&&a&&(await((i=this.save)==null?void 0:i.call(this,n,t,a)),G(this.dialog))}}>
      <input
        name="name"
        required
        maxlength="100"
        autocomplete="off"
        aria-label=${this.text(`choice.name`)}
        placeholder=${this.text(`choice.name`)}
        .value=${(e==null?``:e).replace(jr,``)}
      />
      <button class="push good" data-action="save">
        ${M(f)}<span>${this.text(`choice.save`)}</span>
      </button>
    </form>`}question({number:e},{command:t,country:n}){var r;let i=(r=Xn(n,this.language))==null?e:r;return b`<p role="alert">${this.text(`choice.abroad`,{country:i})}</p>
      ${this.option(t.action,fe,`choice.go_ahead`,()=>this.finish(t))}`}async dial(e,t){let{choice:n}=this,r=await this.newAbroad(e.line,t);if(n===this.choice){if(r===null)return this.finish(e);this.doubt={command:e,country:r}}}finish(e){gn(this,e),G(this.dialog)}lineSelect(e){return e.length<2?S:b`<label>
      ${this.text(`action.call_from`)}
      <select @change=${e=>this.from=e.target.value}>
        ${e.map(({line:e,name:t})=>b`<option value=${e} ?selected=${e===this.from}>${t}</option>`)}
      </select>
    </label>`}option(e,t,n,r){return b`<button
      class="push ${e===`make_call`?`good`:``}"
      data-action=${e}
      @click=${r}
    >
      ${M(t)}<span>${this.text(n)}</span>
    </button>`}make({number:e},t){var n;let r=(n=t.find(e=>e.line===this.from))==null?t[0]:n;r&&this.dial({action:`make_call`,line:r,data:{number:e}},e)}pickUp({number:e,ringing:t}){let n=Nr(this.lines,`pick_up`)[0];return!t||!n?S:this.option(`pick_up`,ve,`action.pick_up`,()=>this.finish({action:`pick_up`,line:n,data:{number:e}}))}forCalls(e){return this.lines.flatMap(t=>t.can_control?t.calls.flatMap(n=>[...this.forCall(e,t,n,`transfer`,me),...this.forCall(e,t,n,`consult`,p)]):[])}forCall({number:e},t,n,r,i){if(!n.actions.includes(r))return[];let a=this.text(`choice.${r}`,{party:B(n,this.language)}),o={number:e,call_id:n.call_id};return[this.option(r,i,a,()=>void this.dial({action:r,line:t,data:o},e))]}},Ar.styles=[P,F,wr,g`
      input {
        box-sizing: border-box;
        width: 100%;
        min-height: 48px;
        padding: 0 16px;
        border: 1px solid var(--phone-quiet);
        border-radius: 24px;
        font: inherit;
        color: inherit;
        background: transparent;
      }
    `],Ar),H([D({attribute:!1})],q.prototype,`lines`,void 0),H([D({attribute:!1})],q.prototype,`newAbroad`,void 0),H([D({attribute:!1})],q.prototype,`save`,void 0),H([D()],q.prototype,`language`,void 0),H([O()],q.prototype,`saving`,void 0),H([O()],q.prototype,`choice`,void 0),H([O()],q.prototype,`doubt`,void 0),H([O()],q.prototype,`from`,void 0),H([k(`dialog`)],q.prototype,`dialog`,void 0),q=H([E(`telephony-choice`)],q)})),Fr,Ir,J,Lr=t((()=>{h(),T(),A(),Pr(),L(),Tr(),V(),Cr(),z(),K(),I(),U(),Ir=(e,t)=>{e.dispatchEvent(new CustomEvent(`telephony-missed`,{detail:t,bubbles:!0,composed:!0}))},J=(Fr=class extends w{constructor(...e){super(...e),this.language=`en`,this.calls=[],this.error=``}async open(e){this.line=e,this.calls=[],this.error=``,await this.updateComplete,_r(this.dialog);try{var t;let r=await((t=this.server)==null?void 0:t.sendMessagePromise({type:`telephony/call_log`,device_id:e.device_id,unread:!0,limit:100}));if(e===this.line){var n;this.calls=(n=r==null?void 0:r.calls.filter(t=>t.line===e.line))==null?[]:n}}catch(e){this.error=vn(e)}}render(){let{line:e}=this;return b`<dialog aria-labelledby="title" @close=${()=>this.line=void 0}>
      ${e?this.content(e):S}
    </dialog>`}text(e,t={}){return R(this.language,e,t)}content(e){return b`
      <h3 id="title">${this.text(`missed.title`)}</h3>
      <p><bdi>${e.name}</bdi></p>
      <ul tabindex="0" aria-labelledby="title">
        ${this.calls.map(t=>this.call(t,e))}
      </ul>
      <p role="alert" ?hidden=${!this.error}>${this.error}</p>
      <div class="options">
        ${e.can_control?b`<button class="push" data-action="mark_missed_read" @click=${()=>this.read(e)}>
              ${M(ce)}<span>${this.text(`missed.mark_all`)}</span>
            </button>`:S}
        <button class="push" data-action="close" @click=${()=>G(this.dialog)}>
          ${this.text(`action.close`)}
        </button>
      </div>
    `}call(e,t){let n=this.text(`action.call_party`,{party:B(e,this.language)}),{number:r}=e;return b`<li>
      <div class="what">
        <div class="name">${Jn(e,this.language)}</div>
        <time datetime=${e.started_at}>${Qn(e,this.language)}</time>
      </div>
      ${r&&t.can_control?b`<button
            class="round"
            aria-label=${n}
            title=${n}
            @click=${()=>{G(this.dialog),Mr(this,{name:e.name&&B(e,this.language),number:r,formatted_number:e.formatted_number,from:t,unknown:Er(e)})}}
          >
            ${M(fe)}
          </button>`:S}
    </li>`}read(e){G(this.dialog),this.dispatchEvent(new CustomEvent(`telephony-read`,{detail:e,bubbles:!0,composed:!0}))}},Fr.styles=[P,F,wr,g`
      ul {
        list-style: none;
        margin: 12px 0 0;
        padding: 0;
        max-height: 50vh;
        overflow: auto;
      }
      ul:focus-visible {
        outline: 3px solid var(--primary-color, #0288d1);
      }
      li {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 56px;
      }
      li + li {
        border-top: 1px solid var(--phone-line);
      }
      .what {
        flex: 1;
        min-width: 0;
      }
      .name {
        overflow-wrap: anywhere;
      }
      time {
        color: var(--phone-quiet);
        font-size: 0.875em;
        font-variant-numeric: tabular-nums;
      }
    `],Fr),H([D({attribute:!1})],J.prototype,`server`,void 0),H([D()],J.prototype,`language`,void 0),H([O()],J.prototype,`line`,void 0),H([O()],J.prototype,`calls`,void 0),H([O()],J.prototype,`error`,void 0),H([k(`dialog`)],J.prototype,`dialog`,void 0),J=H([E(`telephony-missed`)],J)})),Rr,zr,Y,Br=t((()=>{h(),T(),A(),pn(),gr(),L(),z(),Lr(),K(),I(),U(),zr=e=>JSON.stringify([e.actions,e.calls.map(e=>[e.call_id,e.actions])]),Y=(Rr=class extends w{constructor(...e){super(...e),this.language=`en`,this.skew=0,this.compact=!1,this.settling=!1,this.arrangement=``}willUpdate(e){if(!e.has(`line`))return;let t=zr(this.line);this.arrangement&&t!==this.arrangement&&this.settle(),this.arrangement=t}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer),this.settling=!1}settle(){this.settling=!0,clearTimeout(this.timer),this.timer=setTimeout(()=>this.settling=!1,350)}render(){let{line:e}=this;return b`
      <div class="line ${this.shownState()}">
        <i aria-hidden="true"></i>
        <bdi class="name">${e.name}</bdi>
        <span class="word">${R(this.language,`state.${this.shownState()}`)}</span>
        ${this.missed()}
        <slot></slot>
      </div>
      ${dn(e.calls,e=>e.call_id,t=>b`
          <telephony-call
            .call=${t}
            .line=${e}
            .language=${this.language}
            .skew=${this.skew}
            .settling=${this.settling}
            .compact=${this.compact}
          ></telephony-call>
        `)}
      ${this.joining()}
    `}shownState(){return Dr(this.line)}missed(){let{missed:e}=this.line;if(!e)return S;let t=R(this.language,`missed.show`,{count:e});return b`<button
      class="missed"
      data-action="show_missed"
      aria-label=${t}
      title=${t}
      @click=${()=>Ir(this,this.line)}
    >
      ${M(ge)}<b>${e}</b>
    </button>`}joining(){let e=Object.entries(mr).filter(([e])=>this.line.actions.includes(e));return!e.length||!this.line.can_control?S:b`
      <div class="joining">
        ${e.map(([e,{path:t}])=>b`
            <button
              class="push"
              data-action=${e}
              aria-disabled=${this.settling?`true`:`false`}
              @click=${()=>!this.settling&&gn(this,{action:e,line:this.line})}
            >
              ${M(t)}<span>${R(this.language,`action.${e}`)}</span>
            </button>
          `)}
      </div>
    `}},Rr.styles=[P,F,g`
      :host {
        display: grid;
        gap: 8px;
      }
      .line {
        --tone: var(--phone-idle);
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 44px;
      }
      .ringing {
        --tone: var(--phone-ringing);
      }
      .connected {
        --tone: var(--phone-connected);
      }
      .dialing {
        --tone: var(--phone-dialing);
      }
      .held {
        --tone: var(--phone-held);
      }
      i {
        width: 12px;
        height: 12px;
        flex: none;
        border-radius: 50%;
        background: var(--tone);
      }
      .unavailable i,
      .not_registered i,
      .out_of_service i {
        background: none;
        box-shadow: inset 0 0 0 2px var(--phone-idle);
      }
      .name {
        font-weight: 500;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .word {
        color: var(--phone-quiet);
        margin-inline-end: auto;
        white-space: nowrap;
      }
      .missed {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 44px;
        padding: 0 12px;
        border-radius: 22px;
      }
      .missed .icon {
        color: var(--phone-danger);
      }
      button.missed:hover {
        background: var(--phone-tint);
      }
      .joining {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .joining .push {
        flex: 1 1 auto;
      }
    `],Rr),H([D({attribute:!1})],Y.prototype,`line`,void 0),H([D()],Y.prototype,`language`,void 0),H([D({type:Number})],Y.prototype,`skew`,void 0),H([D({type:Boolean})],Y.prototype,`compact`,void 0),H([O()],Y.prototype,`settling`,void 0),Y=H([E(`telephony-line`)],Y)})),Vr,Hr,Ur=t((()=>{Vr=/^\+?[\d*#\s().\-/]{1,40}$/u,Hr=()=>{let{pathname:e,search:t,hash:n}=window.location,r=new URLSearchParams(t),i=r.get(`call`);if(i===null)return;r.delete(`call`);let a=r.toString();history.replaceState(history.state,``,`${e}${a&&`?${a}`}${n}`);let o=i.replace(/^tel:/iu,``).replace(/^ (?=\d)/u,`+`).trim();return Vr.test(o)?o:void 0}})),Wr,Gr,Kr,qr=t((()=>{Wr=({entities:e={}})=>{var t;return(t=Object.values(e).find(({platform:e,translation_key:t})=>e===`telephony`&&t===`state`))==null?void 0:t.device_id},Gr=(e,t)=>{var n;let r=(n=e.entities)==null?void 0:n[t];return(r==null?void 0:r.platform)!==`telephony`||!r.device_id?null:{config:{type:`custom:telephony-card`,devices:[r.device_id]}}},Kr=e=>{var t,n;let r=window;((t=r.customCards)==null?r.customCards=[]:t).push({type:`telephony-card`,name:e(`card.name`),description:e(`card.description`),preview:!0,getEntitySuggestion:Gr}),((n=r.customStrategies)==null?r.customStrategies=[]:n).push({type:`telephony`,strategyType:`dashboard`,name:e(`card.name`),description:e(`strategy.description`)})}})),Jr,Yr,Xr,Zr,Qr,$r=t((()=>{Jr=/* @__PURE__ */ new Set,Yr=e=>(Jr.add(e),()=>Jr.delete(e)),Xr=()=>Jr.size>0,Zr=e=>[...Jr].some(t=>t(e)),Qr=e=>{let{top:t,bottom:n,left:r,right:i,height:a}=e.getBoundingClientRect();return a>0&&t>=0&&r>=0&&n<=innerHeight+1&&i<=innerWidth+1}})),ei,ti=t((()=>{L(),ei=class{constructor(e,t){this.connection=e,this.failed=t,this.search=async(e,t)=>{var n;let r=await this.ask(`search`,e,{query:t});return(n=r==null?void 0:r.contacts)==null?[]:n},this.newAbroad=async(e,t)=>{var n;let r=await this.ask(`check_number`,e,{number:t});return(n=r==null?void 0:r.new_abroad)==null?null:n},this.saveContact=async(e,t,n)=>{await this.ask(`save_contact`,e,{number:t,name:n})}}async ask(e,t,n){if(t)try{var r;return await((r=this.connection())==null?void 0:r.sendMessagePromise({type:`telephony/${e}`,device_id:t.device_id,...n}))}catch(e){this.failed(vn(e));return}}}})),ni,ri,ii,ai,oi,si,ci,li,ui,di=t((()=>{ni={lines:/* @__PURE__ */ new Map,lamps:/* @__PURE__ */ new Map,skew:0},ri=(e,{log_added:t,log_length:n,...r})=>{var i;let a={...e,...r};return t&&(a.log=[...t,...(i=e==null?void 0:e.log)==null?[]:i].slice(0,n)),a},ii=(e,t)=>({...e,...t}),ai=(e,t,n,r)=>{if(!t&&!n.some(t=>e.has(t)))return e;let i=new Map(e);for(let e of n)i.delete(e);for(let[e,n]of Object.entries(t==null?{}:t))i.set(e,r(i.get(e),n));return i},oi=(e,t,n=Date.now())=>{var r;let i=t.snapshot?ni:e,a=(r=t.removed)==null?[]:r;return{lines:ai(i.lines,t.lines,a,ri),lamps:ai(i.lamps,t.lamps,a,ii),skew:Date.parse(t.now)-n}},si=(e,{calls:t,removed:n})=>{if(!n)return t;let r=/* @__PURE__ */ new Set([...n,...t.map(({call:e})=>e.call_id)]);return[...e.filter(({call:e})=>!r.has(e.call_id)),...t].sort((e,t)=>e.call.started_at<t.call.started_at?-1:1)},ci=({lines:e,lamps:t,skew:n})=>({lines:new Map([...e].map(([e,t])=>[e,{...t,available:!1}])),lamps:new Map([...t].map(([e,t])=>[e,{...t,available:!1}])),skew:n}),li=/* @__PURE__ */ new WeakMap,ui=e=>{if(e.available)return e;let t=li.get(e);if(t)return t;let n={...e,state:`idle`,actions:[],calls:[]};return li.set(e,n),n}})),fi,pi=t((()=>{fi=class{constructor(e,t,n){this.host=e,this.onMessage=t,this.onLost=n,this.error=``,this.request=``,this.generation=0,e.addController(this)}hostConnected(){this.start()}hostDisconnected(){this.stop()}set(e,t){let n=JSON.stringify(t);(e!==this.connection||n!==this.request)&&(this.stop(),this.connection=e,this.request=n,this.host.isConnected&&this.start())}start(){this.stop(),this.connection&&(this.connection.addEventListener(`disconnected`,this.onLost),this.subscribe(this.connection,++this.generation))}stop(){var e,t;this.generation++,(e=this.connection)==null||e.removeEventListener(`disconnected`,this.onLost),(t=this.end)==null||t.call(this),this.end=void 0}async subscribe(e,t){let n=()=>t===this.generation;try{let t=await e.subscribeMessage(e=>{n()&&this.onMessage(e)},JSON.parse(this.request));if(!n())return void t();this.end=t,this.error=``}catch(e){var r;if(!n())return;this.error=(r=e.message)==null?String(e):r}this.host.requestUpdate()}}})),mi,hi,gi,_i,vi=t((()=>{T(),A(),z(),I(),U(),hi=[...`123456789*0#`],gi={0:`+`,2:`ABC`,3:`DEF`,4:`GHI`,5:`JKL`,6:`MNO`,7:`PQRS`,8:`TUV`,9:`WXYZ`},_i=(mi=class extends w{constructor(...e){super(...e),this.language=`en`}render(){return b`<div role="group" aria-label=${R(this.language,`action.send_digits`)}>
      ${hi.map(e=>b`<button
          type="button"
          class="push"
          data-digit=${e}
          aria-label=${e}
          @click=${()=>this.press(e)}
        >
          <b>${e}</b><small>${gi[e]}</small>
        </button>`)}
    </div>`}press(e){this.dispatchEvent(new CustomEvent(`telephony-digit`,{detail:e}))}},mi.styles=[P,F,g`
      div {
        display: grid;
        grid-template-columns: repeat(3, minmax(64px, 96px));
        justify-content: center;
        gap: 8px;
        margin-top: 12px;
      }
      .push {
        flex-direction: column;
        gap: 0;
        min-height: 56px;
        border-radius: 28px;
      }
      b {
        font-size: 1.375rem;
        font-weight: 400;
        line-height: 1.1;
      }
      small {
        font-size: 0.625rem;
        letter-spacing: 0.1em;
        min-height: 1.1em;
        color: var(--phone-quiet);
      }
    `],mi),H([D()],_i.prototype,`language`,void 0),_i=H([E(`telephony-keypad`)],_i)})),yi,bi,xi,Si,Ci,wi,X,Ti=t((()=>{h(),T(),A(),V(),z(),I(),vi(),U(),bi=150,xi=8,Si=/[\s().\-/]/gu,Ci=({name:e,number:t},n)=>e.toLocaleLowerCase().includes(n.toLocaleLowerCase())||t.includes(n.replace(Si,``)||n),wi=e=>{let t=e.map(({number:e})=>e);return e.filter(({number:e},n)=>t.indexOf(e)===n)},X=(yi=class extends w{constructor(...e){super(...e),this.known=[],this.search=async()=>[],this.language=`en`,this.submit=`action.call`,this.submitIcon=fe,this.disabled=!1,this.value=``,this.found=[],this.opened=!1,this.active=-1,this.keypad=!1}focus(){this.input.focus()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer)}updated(e){if(e.has(`active`)){var t;(t=this.renderRoot.querySelector(`[aria-selected="true"]`))==null||t.scrollIntoView({block:`nearest`})}}get suggestions(){let e=this.known.filter(e=>Ci(e,this.value));return wi(this.value?[...this.found,...e]:e).slice(0,xi)}render(){let e=this.opened?this.suggestions:[];return b`
      <form @submit=${this.done} @focusout=${this.left}>
        <div class="field">
          ${this.field(e)} ${this.toggle()}
          <button class="push good" ?disabled=${!this.value.trim()||this.disabled}>
            ${M(this.submitIcon)}<span>${R(this.language,this.submit)}</span>
          </button>
        </div>
        ${this.list(e)}
        ${this.keypad?b`<telephony-keypad
                .language=${this.language}
                @telephony-digit=${e=>this.type(e.detail)}
              ></telephony-keypad>`:S}
      </form>
    `}field(e){let t=R(this.language,`dial.label`);return b`<input
      type="text"
      inputmode="text"
      role="combobox"
      autocomplete="off"
      spellcheck="false"
      aria-label=${t}
      placeholder=${t}
      aria-expanded=${e.length>0}
      aria-controls="suggestions"
      aria-autocomplete="list"
      aria-activedescendant=${this.active<0?S:`suggestion-${this.active}`}
      .value=${this.value}
      ?disabled=${this.disabled}
      @input=${()=>this.change(this.input.value)}
      @focus=${()=>this.opened=!0}
      @keydown=${this.key}
    />`}toggle(){let e=this.keypad&&this.value,t=R(this.language,e?`dial.delete`:`dial.keypad`);return b`<button
      type="button"
      class="round"
      aria-label=${t}
      title=${t}
      aria-expanded=${e?S:this.keypad}
      @click=${()=>e?this.change(this.value.slice(0,-1)):this.keypad=!this.keypad}
    >
      ${M(e?m:ue)}
    </button>`}list(e){return b`<ul
      id="suggestions"
      role="listbox"
      aria-label=${R(this.language,`dial.label`)}
      ?hidden=${!e.length}
    >
      ${e.map((e,t)=>b`<li
          id="suggestion-${t}"
          role="option"
          aria-selected=${t===this.active}
          @pointerdown=${e=>e.preventDefault()}
          @click=${()=>this.pick(e)}
        >
          ${e.name===e.number?S:b`<bdi>${e.name}</bdi>`}
          ${qn(Kn(e))}
        </li>`)}
    </ul>`}key(e){let t=this.suggestions;if(e.key===`Escape`&&this.opened&&t.length)this.opened=!1,e.preventDefault();else if(e.key===`ArrowDown`||e.key===`ArrowUp`){let n=e.key===`ArrowDown`?1:-1;this.opened=!0,this.active=Math.max(-1,Math.min(t.length-1,this.active+n)),e.preventDefault()}else e.key===`Enter`&&this.opened&&t[this.active]&&(this.pick(t[this.active]),e.preventDefault())}type(e){this.change(this.value+e),this.opened=!1}change(e){this.value=e,this.active=-1,this.opened=!0,this.found=[],clearTimeout(this.timer),e.trim()&&(this.timer=setTimeout(()=>void this.look(e),bi))}async look(e){let t=await this.search(e.trim());e===this.value&&(this.found=t)}pick({number:e}){this.change(e),clearTimeout(this.timer),this.input.focus(),this.opened=!1}left(e){this.renderRoot.contains(e.relatedTarget)||(this.opened=!1)}done(e){e.preventDefault();let t=this.value.trim();t&&!this.disabled&&(this.change(``),this.opened=!1,this.keypad=!1,this.dispatchEvent(new CustomEvent(`telephony-number`,{detail:t,bubbles:!0,composed:!0})))}},yi.styles=[P,F,g`
      :host {
        display: block;
        container-type: inline-size;
      }
      form {
        position: relative;
      }
      .field {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      input {
        flex: 1;
        min-width: 0;
        box-sizing: border-box;
        height: 48px;
        padding: 0 16px;
        border: 1px solid;
        border-color: color-mix(in srgb, var(--phone-text) 50%, transparent);
        border-radius: 24px;
        font: inherit;
        font-size: 1.125rem;
        color: var(--phone-text);
        background: transparent;
      }
      input::placeholder {
        color: var(--phone-quiet);
        opacity: 1;
      }
      .round {
        flex: none;
      }
      .push {
        flex: none;
        min-height: 48px;
        border-radius: 24px;
      }
      ul {
        position: absolute;
        right: 0;
        left: 0;
        top: 52px;
        z-index: 3;
        margin: 0;
        padding: 8px 0;
        list-style: none;
        max-height: 280px;
        overflow: auto;
        border-radius: 16px;
        background: var(--phone-surface);
        box-shadow: 0 4px 24px rgb(0 0 0 / 0.3);
      }
      li {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 16px;
        min-height: 44px;
        padding: 0 16px;
        cursor: pointer;
      }
      li bdi + bdi {
        color: var(--phone-quiet);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      li:hover,
      li[aria-selected="true"] {
        background: var(--phone-tint);
      }
      ${N} {
        input {
          border-color: var(--phone-idle);
        }
      }
      @container (max-width: 380px) {
        .push span {
          position: absolute;
          clip-path: inset(50%);
        }
      }
    `],yi),H([D({attribute:!1})],X.prototype,`known`,void 0),H([D({attribute:!1})],X.prototype,`search`,void 0),H([D()],X.prototype,`language`,void 0),H([D()],X.prototype,`submit`,void 0),H([D({attribute:!1})],X.prototype,`submitIcon`,void 0),H([D({type:Boolean})],X.prototype,`disabled`,void 0),H([O()],X.prototype,`value`,void 0),H([O()],X.prototype,`found`,void 0),H([O()],X.prototype,`opened`,void 0),H([O()],X.prototype,`active`,void 0),H([O()],X.prototype,`keypad`,void 0),H([k(`input`)],X.prototype,`input`,void 0),X=H([E(`telephony-dial`)],X)})),Ei,Di,Z,Oi=t((()=>{h(),T(),A(),L(),Tr(),V(),Cr(),z(),I(),Ti(),vi(),U(),Di={transfer:me,consult:p,deflect:se},Z=(Ei=class extends w{constructor(...e){super(...e),this.lines=[],this.known=[],this.language=`en`,this.sent=``}async open(e){this.ask=e,this.sent=``,await this.updateComplete,_r(this.dialog)}willUpdate(e){e.has(`lines`)&&this.ask&&!this.stillPossible(this.ask)&&G(this.dialog)}stillPossible({action:e,call:t}){return this.lines.some(n=>n.calls.some(n=>n.call_id===t.call_id&&n.actions.includes(e)))}render(){let{ask:e}=this;return b`
      <dialog
        class=${e&&e.action!==`send_digits`?`roomy`:``}
        aria-labelledby="title"
        @close=${()=>this.ask=void 0}>
        ${e?this.content(e):S}
      </dialog>
    `}content(e){return b`
      <h3 id="title">${R(this.language,`action.${e.action}`)}</h3>
      <p>${Jn(e.call,this.language)}</p>
      <div class="options">
        ${e.action===`send_digits`?this.keypad(e):this.number(e)}
        <button class="push" data-action="cancel" @click=${()=>G(this.dialog)}>
          ${R(this.language,e.action===`send_digits`?`action.close`:`action.cancel`)}
        </button>
      </div>
    `}keypad(e){return b`<output aria-live="polite">${this.sent||`\xA0`}</output>
      <telephony-keypad
        .language=${this.language}
        @telephony-digit=${t=>{this.sent+=t.detail,this.command(e,{digits:t.detail})}}
      ></telephony-keypad>`}number(e){return b`<telephony-dial
      .known=${this.known}
      .search=${this.search}
      .language=${this.language}
      .submit=${`action.${e.action}`}
      .submitIcon=${Di[e.action]}
      @telephony-number=${t=>{t.stopPropagation(),this.command(e,{number:t.detail}),G(this.dialog)}}
    ></telephony-dial>`}command({action:e,line:t,call:n},r){gn(this,{action:e,line:t,data:{...r,call_id:n.call_id}})}},Ei.styles=[P,F,wr,g`
      dialog.roomy {
        overflow: visible;
      }
      output {
        text-align: center;
        font-size: 1.5rem;
        letter-spacing: 0.1em;
        font-variant-numeric: tabular-nums;
        overflow-wrap: anywhere;
      }
    `],Ei),H([D({attribute:!1})],Z.prototype,`lines`,void 0),H([D({attribute:!1})],Z.prototype,`known`,void 0),H([D({attribute:!1})],Z.prototype,`search`,void 0),H([D()],Z.prototype,`language`,void 0),H([O()],Z.prototype,`ask`,void 0),H([O()],Z.prototype,`sent`,void 0),H([k(`dialog`)],Z.prototype,`dialog`,void 0),Z=H([E(`telephony-ask`)],Z)})),ki,Ai,ji=t((()=>{h(),T(),A(),On(),V(),z(),I(),U(),ki=class extends w{constructor(...e){super(...e),this.language=`en`,this.repair=``}willUpdate(e){(e.has(`down`)||e.has(`server`))&&this.look()}async look(){if(this.repair=``,!this.server)return;let{down:e}=this,t=await Dn(this.server,e.connection).catch(()=>``);e===this.down&&(this.repair=t)}render(){let{name:e,reason:t,since:n}=this.down;return b`<p role="status">
      ${M(_e)}
      <span
        ><b>${e}</b>: ${t||R(this.language,`banner.no_connection`)}.
        ${R(this.language,`banner.since`,{time:Qn({started_at:n},this.language)})}</span
      >
      ${this.repair?b`<a class="push" href=${this.repair}
            >${R(this.language,`banner.repair`)}</a
          >`:S}
    </p>`}},Ai=(ki.styles=[P,F,g`
      :host {
        display: block;
      }
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        margin: 0 0 12px;
        padding: 8px 12px;
        min-height: 44px;
        border-radius: 12px;
        background: color-mix(in srgb, var(--phone-danger) 12%, transparent);
      }
      span {
        flex: 1 1 160px;
        overflow-wrap: anywhere;
      }
      .icon {
        color: var(--phone-danger);
      }
      a {
        color: inherit;
        text-decoration: none;
      }
      ${N} {
        p {
          background: var(--phone-tint);
        }
      }
    `],ki),H([D({attribute:!1})],Ai.prototype,`down`,void 0),H([D({attribute:!1})],Ai.prototype,`server`,void 0),H([D()],Ai.prototype,`language`,void 0),H([O()],Ai.prototype,`repair`,void 0),Ai=H([E(`telephony-banner`)],Ai)})),Mi,Ni,Pi,Fi,Ii,Li,Ri,zi=t((()=>{Mi=`telephony-popup`,Ni=`telephony-popup-choice`,Pi=()=>{let e=localStorage.getItem(Mi);return e===`on`||e===`all`||e===`off`?e:void 0},Fi=e=>{localStorage.setItem(Mi,e),window.dispatchEvent(new Event(Ni))},Ii=({popup:e,mine:t})=>{var n;let r=(n=Pi())==null?e?`on`:`off`:n;return r===`all`||r===`on`&&t!==!1},Li=(e,t)=>e===`off`?`on`:e===`on`&&t?`all`:`off`,Ri=e=>(window.addEventListener(Ni,e),window.addEventListener(`storage`,e),()=>{window.removeEventListener(Ni,e),window.removeEventListener(`storage`,e)})})),Bi,Vi,Hi,Ui=t((()=>{h(),T(),A(),z(),zi(),I(),U(),Vi={on:re,all:ne,off:te},Hi=(Bi=class extends w{constructor(...e){super(...e),this.lines=[],this.language=`en`}connectedCallback(){super.connectedCallback(),this.forget=Ri(()=>this.requestUpdate())}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this.forget)==null||e.call(this)}render(){var e;let t=this.lines.some(({popup:e})=>e)?`on`:`off`,n=(e=Pi())==null?t:e,r=this.lines.some(({mine:e})=>e!==void 0),i=R(this.language,`popup.${r&&n===`on`?`mine`:n}`);return b`<button
      class="round"
      role=${r?S:`switch`}
      aria-checked=${r?S:n!==`off`}
      aria-label=${i}
      title=${i}
      @click=${()=>Fi(Li(n,r))}
    >
      ${M(Vi[n])}
    </button>`}},Bi.styles=[P,F],Bi),H([D({attribute:!1})],Hi.prototype,`lines`,void 0),H([D()],Hi.prototype,`language`,void 0),Hi=H([E(`telephony-bell`)],Hi)})),Wi,Gi,Ki=t((()=>{T(),A(),L(),Tr(),z(),K(),I(),Ti(),U(),Wi=class extends w{constructor(...e){super(...e),this.lines=[],this.known=[],this.language=`en`,this.from=``}get callers(){return kr(this.lines).filter(({can_control:e,actions:t})=>e&&t.includes(`make_call`))}render(){let{callers:e}=this;return b`
      ${e.length>1?this.lineSelect(e):S}
      <telephony-dial
        .known=${this.known}
        .search=${this.search}
        .language=${this.language}
        .disabled=${!e.length}
        @telephony-number=${e=>this.make(e.detail)}
      ></telephony-dial>
    `}lineSelect(e){return b`<label>
      ${R(this.language,`action.call_from`)}
      <select @change=${e=>this.from=e.target.value}>
        ${e.map(({line:e,name:t})=>b`<option value=${e} ?selected=${e===this.from}>${t}</option>`)}
      </select>
    </label>`}make(e){var t;let n=(t=this.callers.find(e=>e.line===this.from))==null?this.callers[0]:t;n&&gn(this,{action:`make_call`,line:n,data:{number:e}})}},Gi=(Wi.styles=[P,wr,g`
      :host {
        display: grid;
        gap: 8px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      select {
        flex: 1;
        min-width: 0;
      }
    `],Wi),H([D({attribute:!1})],Gi.prototype,`lines`,void 0),H([D({attribute:!1})],Gi.prototype,`known`,void 0),H([D({attribute:!1})],Gi.prototype,`search`,void 0),H([D()],Gi.prototype,`language`,void 0),H([O()],Gi.prototype,`from`,void 0),Gi=H([E(`telephony-dial-section`)],Gi)})),qi,Ji,Yi=t((()=>{T(),A(),pn(),Pr(),z(),K(),I(),U(),qi=class extends w{constructor(...e){super(...e),this.lamps=/* @__PURE__ */ new Map,this.language=`en`}render(){return b`
      <h3>${R(this.language,`section.lamps`)}</h3>
      <div class="field">
        ${dn(this.lamps,([e])=>e,([,e])=>this.lamp(e))}
      </div>
    `}lamp(e){let t=Dr(e),n=R(this.language,`state.${t}`);return b`
      <button
        class=${t}
        aria-label=${R(this.language,`lamp.help`,{name:e.name,state:n})}
        @click=${()=>Mr(this,{name:e.name,number:e.line,ringing:t===`ringing`})}
      >
        <i></i>
        <bdi class="name">${e.name}</bdi>
        <span class="word">${n}</span>
      </button>
    `}},Ji=(qi.styles=[P,F,g`
      :host {
        display: block;
      }
      .field {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(136px, 1fr));
        gap: 8px;
        margin-top: 8px;
      }
      button {
        --tone: var(--phone-idle);
        display: grid;
        grid-template-columns: 12px minmax(0, 1fr);
        gap: 0 10px;
        align-items: center;
        padding: 8px 12px;
        min-height: 56px;
        border-radius: 12px;
        text-align: start;
        background: color-mix(in srgb, var(--tone) 10%, transparent);
      }
      button:hover {
        background: color-mix(in srgb, var(--tone) 18%, transparent);
      }
      .ringing {
        --tone: var(--phone-ringing);
      }
      .connected {
        --tone: var(--phone-danger);
      }
      .dialing {
        --tone: var(--phone-dialing);
      }
      .held {
        --tone: var(--phone-held);
      }
      .idle {
        --tone: var(--phone-connected);
      }
      i {
        width: 12px;
        height: 12px;
        border-radius: 50%;
        background: var(--tone);
      }
      .unavailable i,
      .not_registered i,
      .out_of_service i {
        background: none;
        box-shadow: inset 0 0 0 2px var(--phone-idle);
      }
      ${N} {
        button,
        button:hover {
          background: var(--phone-tint);
        }
      }
      .ringing i {
        animation: blink 1s steps(2, jump-none) infinite;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: 500;
      }
      .word {
        grid-column: 2;
        font-size: 0.8125em;
      }
      @keyframes blink {
        to {
          opacity: 0.25;
        }
      }
    `],qi),H([D({attribute:!1})],Ji.prototype,`lamps`,void 0),H([D()],Ji.prototype,`language`,void 0),Ji=H([E(`telephony-lamps`)],Ji)})),Xi,Zi,Qi,$i,ea,ta=t((()=>{h(),T(),A(),pn(),V(),z(),K(),Pr(),I(),U(),Zi=/* @__PURE__ */ new Set([`busy`,`failed`,`unanswered`,`rejected`]),Qi=({outcome:e,direction:t})=>e===`missed`?ae:e===`diverted`||e===`answered_elsewhere`?se:Zi.has(e)?pe:t===`outgoing`?ie:oe,$i=e=>e.flatMap(e=>e.log.map(t=>({entry:t,line:e}))).sort((e,t)=>e.entry.started_at<t.entry.started_at?1:-1),ea=(Xi=class extends w{constructor(...e){super(...e),this.lines=[],this.language=`en`,this.limit=10,this.onlyMissed=!1}render(){let e=$i(this.lines).filter(({entry:e})=>!this.onlyMissed||e.outcome===`missed`).slice(0,this.limit),t=this.onlyMissed?`log.none_missed`:`log.empty`;return b`
      <div class="head">
        <h3>${R(this.language,`section.log`)}</h3>
        ${this.filter(`log.all`,!1)}${this.filter(`log.missed`,!0)}
      </div>
      ${e.length?b`<ul>
            ${dn(e,({entry:e})=>e.call_id,e=>this.row(e))}
          </ul>`:b`<p>${R(this.language,t)}</p>`}
    `}filter(e,t){return b`<button
      class="chip"
      aria-pressed=${this.onlyMissed===t}
      @click=${()=>this.onlyMissed=t}
    >
      ${R(this.language,e)}
    </button>`}row({entry:e,line:t}){var n;let r=e.outcome===`answered`&&e.talk_seconds!==null,i=[R(this.language,`outcome.${e.outcome}`),...this.lines.length>1?[t.name]:[],...r?[Zn((n=e.talk_seconds)==null?0:n)]:[]];return b`
      <li class=${e.outcome}>
        <span class="sign">${M(Qi(e))}</span>
        <div class="what">
          <div class="name">${Jn(e,this.language)}</div>
          <div class="facts">
            ${e.direction?b`<span class="hidden-text">
                  ${R(this.language,`direction.${e.direction}`)},
                </span>`:S}
            ${i.join(` · `)}
          </div>
        </div>
        <time datetime=${e.started_at}>${Qn(e,this.language)}</time>
        ${this.callBack(e,t)}
      </li>
    `}callBack(e,t){let{number:n}=e;if(!n||!t.can_control)return b`<span class="round"></span>`;let r=R(this.language,`action.call_party`,{party:B(e,this.language)});return b`<button
      class="round"
      aria-label=${r}
      title=${r}
      @click=${()=>Mr(this,{name:e.name&&B(e,this.language),number:n,formatted_number:e.formatted_number,from:t,unknown:Er(e)})}
    >
      ${M(fe)}
    </button>`}},Xi.styles=[P,F,g`
      :host {
        display: block;
        container-type: inline-size;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      h3 {
        margin-inline-end: auto;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        display: grid;
        grid-template-columns: 24px 1fr auto 44px;
        gap: 12px;
        align-items: center;
        min-height: 56px;
      }
      li + li {
        border-top: 1px solid var(--phone-line);
      }
      .sign {
        display: grid;
        color: var(--phone-idle);
      }
      .answered .sign {
        color: var(--phone-connected);
      }
      .missed .sign {
        color: var(--phone-danger);
      }
      .what {
        min-width: 0;
      }
      .name,
      .facts {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .missed .name {
        font-weight: 600;
      }
      .facts,
      time,
      p {
        color: var(--phone-quiet);
        font-size: 0.875em;
      }
      time {
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
    `],Xi),H([D({attribute:!1})],ea.prototype,`lines`,void 0),H([D()],ea.prototype,`language`,void 0),H([D({type:Number})],ea.prototype,`limit`,void 0),H([O()],ea.prototype,`onlyMissed`,void 0),ea=H([E(`telephony-log`)],ea)})),na,ra,ia,aa=t((()=>{T(),A(),z(),I(),U(),ra=6e3,ia=(na=class extends w{constructor(...e){super(...e),this.language=`en`,this.said=``,this.undo=()=>void 0,this.now=()=>this.finish()}connectedCallback(){super.connectedCallback(),window.addEventListener(`pagehide`,this.now)}disconnectedCallback(){super.disconnectedCallback(),window.removeEventListener(`pagehide`,this.now),this.finish()}say(e,t,n){this.finish(),this.said=e,this.act=t,this.undo=n,this.timer=setTimeout(this.now,ra)}cancel(){this.act&&this.finish(!0)}finish(e=!1){clearTimeout(this.timer);let{act:t}=this;this.act=void 0,this.said=``,e?this.undo():t==null||t()}render(){return b`<div role="status">
      ${this.said?b`<p>
            <span>${this.said}</span>
            <button class="push" data-action="undo" @click=${()=>this.finish(!0)}>
              ${R(this.language,`action.undo`)}
            </button>
          </p>`:S}
    </div>`}},na.styles=[P,F,g`
      :host {
        display: block;
      }
      p {
        position: absolute;
        right: 12px;
        bottom: 12px;
        left: 12px;
        z-index: 4;
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        margin: 0;
        padding: 4px;
        padding-inline-start: 16px;
        border-radius: 26px;
        color: #fff;
        background: #323232;
        box-shadow: 0 4px 16px rgb(0 0 0 / 0.3);
      }
      .push,
      .push:hover:not(:disabled) {
        background: rgb(255 255 255 / 0.16);
      }
    `],na),H([D()],ia.prototype,`language`,void 0),H([O()],ia.prototype,`said`,void 0),ia=H([E(`telephony-toast`)],ia)})),oa,Q,sa=t((()=>{h(),T(),A(),pn(),hn(),L(),wn(),On(),Gn(),V(),u(),sr(),Br(),Ur(),z(),K(),qr(),$r(),ti(),di(),I(),pi(),Oi(),ji(),Ui(),Pr(),Ki(),Yi(),ta(),Lr(),aa(),U(),oa=class extends w{constructor(...e){super(...e),this.snapshot=ni,this.known=[],this.lines=[],this.loaded=!1,this.error=``,this.announcement=``,this.down=[],this.language=`en`,this.readLines=/* @__PURE__ */ new Set,this.arrangement=``,this.movedAt=0,this.connections=new En,this.numbers=new ei(()=>this.connection,e=>this.error=e),this.search=e=>this.numbers.search(this.lines[0],e),this.subscription=new fi(this,e=>this.hear(e),()=>this.show(ci(this.snapshot))),this.followLink=()=>{if(!this.lines.length||!this.config||!Sn(this.config).includes(`dial`))return;let e=Hr();e&&this.choice.open({name:null,number:e})}}static getStubConfig(e){let t=Wr(e);return t?{devices:[t]}:{}}set hass(e){this.hassNow=e,this.connections.update(e)&&(this.down=this.connections.down),this.connection=e.connection,this.language=i(e)}setConfig(e){this.config=xn(e)}getCardSize(){return 2+3*(this.config?Sn(this.config).length:1)}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`,min_rows:2}}connectedCallback(){super.connectedCallback();let e=or(e=>this.key(e)),t=Yr(e=>this.showsCall(e));window.addEventListener(`location-changed`,this.followLink),this.forget=()=>{e(),t(),window.removeEventListener(`location-changed`,this.followLink)}}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this.forget)==null||e.call(this)}showsCall(e){return[...this.renderRoot.querySelectorAll(`telephony-line`)].some(t=>{var n,r;return[...(n=(r=t.shadowRoot)==null?void 0:r.querySelectorAll(`telephony-call`))==null?[]:n].some(t=>t.call.call_id===e&&Qr(t))})}key(e){let t=tr(this.lines,e);if(!t||!this.config||!Sn(this.config).includes(`calls`))return!1;if(performance.now()-this.movedAt<350)return!0;let{action:n,line:r,call:i}=t;return n===`transfer`?this.ask.open(t):this.run({action:n,line:r,data:{call_id:i.call_id}}),!0}willUpdate(e){this.connection&&this.config&&(e.has(`connection`)||e.has(`config`))&&this.subscription.set(this.connection,Cn(this.config))}hear(e){this.show(oi(this.snapshot,e)),this.loaded||this.updateComplete.then(this.followLink),this.loaded=!0}show(e){let t=this.snapshot;if(this.snapshot=e,e.lines===t.lines&&e.lamps===t.lamps)return;for(let i of this.readLines){var n,r;let[a,o]=[e.lines.get(i),t.lines.get(i)];((n=a==null?void 0:a.missed)==null?0:n)>((r=o==null?void 0:o.missed)==null?0:r)&&this.toast.cancel()}this.lines=[...e.lines.values()].map(ui);let i=JSON.stringify(this.lines.map(zr));i!==this.arrangement&&(this.movedAt=performance.now()),this.arrangement=i,this.known=this.knownNumbers(),this.announcement=this.ringing()}ringing(){return this.lines.flatMap(e=>e.calls.filter(({state:e,blocked:t})=>e===`ringing`&&!t).map(t=>R(this.language,`announce.incoming`,{party:B(t,this.language),line:e.name}))).join(`. `)}knownNumbers(){let e=this.lines.flatMap(({log:e})=>e).filter(({number:e})=>e).sort((e,t)=>e.started_at<t.started_at?1:-1).map(e=>{var t,n;return{name:e.name?B(e,this.language):(t=e.number)==null?``:t,number:(n=e.number)==null?``:n,formatted_number:e.formatted_number}}),t=[...this.snapshot.lamps.values()].map(({name:e,line:t})=>({name:e,number:t}));return[...e,...t]}render(){var e,t;return this.config?b`
      <ha-card class=${typeof((e=this.config.grid_options)==null?void 0:e.rows)==`number`?`rows`:``}>
        ${this.header(this.config)} ${this.banners(this.config)} ${this.problem()}
        <div class="hidden-text" aria-live="assertive">${this.announcement}</div>
        <div
          class="body"
          @telephony-command=${this.command}
          @telephony-choose=${e=>this.choice.open(e.detail)}
          @telephony-missed=${e=>this.missed.open(e.detail)}
          @telephony-read=${e=>this.read(e.detail)}
          @telephony-ask=${e=>this.ask.open(e.detail)}
        >
          ${this.content(this.config)}
          <telephony-missed
            .server=${this.connection}
            .language=${this.language}
          ></telephony-missed>
          <telephony-toast .language=${this.language}></telephony-toast>
          <telephony-choice
            .lines=${this.lines}
            .newAbroad=${this.numbers.newAbroad}
            .save=${(t=this.hassNow)!=null&&(t=t.user)!=null&&t.is_admin?this.numbers.saveContact:void 0}
            .language=${this.language}
          ></telephony-choice>
          <telephony-ask
            .lines=${this.lines}
            .known=${this.known}
            .search=${this.search}
            .language=${this.language}
          ></telephony-ask>
        </div>
      </ha-card>
    `:S}text(e,t={}){return R(this.language,e,t)}header(e){return e.title?b`<div class="head">
      <h2 class="title">${e.title}</h2>
      ${this.bell(e)}
    </div>`:S}bell({popup_switch:e=!0}){return e?b`<telephony-bell .lines=${this.lines} .language=${this.language}></telephony-bell>`:S}problem(){let e=this.subscription.error,t=e?this.text(`card.failed`,{reason:e}):this.error;return b`<div role="alert">
      ${t?b`<p class="problem">
            <span>${t}</span>
            ${e?S:b`<button
                  class="round"
                  aria-label=${this.text(`action.close`)}
                  @click=${()=>this.error=``}
                >
                  ${M(le)}
                </button>`}
          </p>`:S}
    </div>`}banners(e){var t,n,r;let i=(t=(n=this.hassNow)==null?void 0:n.devices)==null?{}:t,a=/* @__PURE__ */ new Set([...this.lines.map(({connection:e})=>e),...((r=e.devices)==null?[]:r).map(e=>{var t;return(t=i[e])==null?void 0:t.config_entry_id})]);return Sn(e).every(e=>e===`log`)?[]:this.down.filter(({connection:t})=>{var n;return!((n=e.devices)!=null&&n.length)||a.has(t)}).map(e=>{var t;return b`<telephony-banner
          .down=${e}
          .server=${(t=this.hassNow)!=null&&(t=t.user)!=null&&t.is_admin?this.connection:void 0}
          .language=${this.language}
        ></telephony-banner>`})}content(e){return this.loaded&&!this.lines.length?this.down.length?S:b`<p>${this.text(`card.no_lines`)}</p>`:Sn(e).map(t=>this.section(t,e))}section(e,t){let{language:n,lines:r}=this;switch(e){case`calls`:return b`<div class="lines">${this.callsOf(t)}</div>`;case`dial`:return b`<telephony-dial-section
          .lines=${r}
          .known=${this.known}
          .search=${this.search}
          .language=${n}
        ></telephony-dial-section>`;case`lamps`:return b`<telephony-lamps
          ?hidden=${!this.snapshot.lamps.size}
          .lamps=${this.snapshot.lamps}
          .language=${n}
        ></telephony-lamps>`;case`log`:var i;return b`<telephony-log
          .lines=${r}
          .limit=${(i=t.log_limit)==null?10:i}
          .language=${n}
        ></telephony-log>`}}callsOf(e){let t=[...this.snapshot.lines],n=e.busy_only?t.filter(([,e])=>ui(e).calls.length).sort(([,e],[,t])=>Or(e)<Or(t)?-1:1):t;return e.busy_only&&this.loaded&&!n.length?b`<p class="none">${this.text(`card.no_calls`)}</p>`:dn(n,([e])=>e,([t,n],r)=>{var i;return b`<telephony-line
        .line=${this.readLines.has(t)?{...ui(n),missed:0}:ui(n)}
        .language=${this.language}
        .skew=${this.snapshot.skew}
        .compact=${(i=e.compact)!=null&&i}
        >${r||e.title?S:this.bell(e)}</telephony-line
      >`})}read(e){let t=`${e.device_id}/${e.line}`,n=()=>{this.readLines=new Set([...this.readLines].filter(e=>e!==t))};this.toast.say(this.text(`missed.marked`),()=>void this.run({action:`mark_missed_read`,line:e}).then(n),n),this.readLines=/* @__PURE__ */ new Set([...this.readLines,t])}command(e){this.run(e.detail)}async run(e){if(this.connection){this.error=``;try{await _n(this.connection,e)}catch(e){this.error=vn(e)}}}},Q=(oa.getConfigForm=Wn,oa.styles=[P,F,mn],oa),H([O()],Q.prototype,`config`,void 0),H([O()],Q.prototype,`snapshot`,void 0),H([O()],Q.prototype,`known`,void 0),H([O()],Q.prototype,`lines`,void 0),H([O()],Q.prototype,`loaded`,void 0),H([O()],Q.prototype,`error`,void 0),H([O()],Q.prototype,`announcement`,void 0),H([O()],Q.prototype,`connection`,void 0),H([O()],Q.prototype,`down`,void 0),H([D()],Q.prototype,`language`,void 0),H([k(`telephony-choice`)],Q.prototype,`choice`,void 0),H([k(`telephony-ask`)],Q.prototype,`ask`,void 0),H([k(`telephony-missed`)],Q.prototype,`missed`,void 0),H([k(`telephony-toast`)],Q.prototype,`toast`,void 0),H([O()],Q.prototype,`readLines`,void 0),Q=H([E(`telephony-card`)],Q)})),ca,la,ua,da,fa,$,pa,ma=t((()=>{h(),T(),A(),pn(),L(),V(),u(),sr(),Cr(),z(),$r(),zi(),Br(),di(),I(),pi(),gr(),U(),la=250,ua=500,da=100,fa=2,$=(ca=class extends w{constructor(...e){super(...e),this.ringing=[],this.dismissed=/* @__PURE__ */ new Set,this.settling=!1,this.error=``,this.all=!1,this.modal=!1,this.rising=!1,this.isShown=!1,this.subscription=new fi(this,e=>{Xr()?setTimeout(()=>this.hear(e),da):this.hear(e)},()=>this.ringing=[])}connectedCallback(){super.connectedCallback();let e=Ri(()=>this.requestUpdate()),t=or(e=>this.key(e));this.forget=()=>{e(),t()},this.listen()}disconnectedCallback(){var e;super.disconnectedCallback(),clearTimeout(this.timer),clearInterval(this.look),clearInterval(this.watch),(e=this.forget)==null||e.call(this)}async listen(){this.connection=await c(),this.subscription.set(this.connection,{type:`telephony/subscribe_incoming`})}hear(e){this.ringing=si(this.ringing,e),clearInterval(this.look),this.ringing.length&&(this.look=setInterval(()=>this.requestUpdate(),ua)),this.error=``,this.settling=!0,clearTimeout(this.timer),this.timer=setTimeout(()=>this.settling=!1,350),this.ringing.length<=fa&&(this.all=!1);let t=new Set(this.ringing.map(({call:e})=>e.call_id));this.dismissed=new Set([...this.dismissed].filter(e=>t.has(e)))}key(e){let t=this.shown.map(({line:e,call:t})=>({...e,calls:[t]})),n=tr(t,e);if(!n||n.action===`transfer`)return!1;let{action:r,line:i,call:a}=n;return this.settling||this.run({action:r,line:i,data:{call_id:a.call_id}}),!0}get shown(){let e=br();return this.ringing.filter(({call:{call_id:t},line:n})=>Ii(n)&&!this.dismissed.has(t)&&(e||!Zr(t)))}render(){let e=l(),{shown:t}=this;return b`
      <div class="hidden-text" aria-live="assertive">
        ${t.map(({call:t,line:n})=>R(e,`announce.incoming`,{party:B(t,e),line:n.name}))}
      </div>
      ${this.modal?b`<dialog
            aria-label=${R(e,`popup.label`)}
            tabindex="-1"
            autofocus
            @cancel=${this.hide}
          >
            ${this.sheet(e)}
          </dialog>`:b`<div
            popover="manual"
            class=${vr()}
            role="dialog"
            aria-label=${R(e,`popup.label`)}
          >
            ${this.sheet(e)}
          </div>`}
    `}sheet(e){let{shown:t}=this,n=t.length-fa;return b`<div class="sheet" @telephony-command=${this.command}>
      ${dn(this.all?t:t.slice(0,fa),({call:e})=>e.call_id,({call:t,line:n})=>b`<telephony-call
          plain
          .call=${t}
          .line=${n}
          .language=${e}
          .settling=${this.settling}
          ><span><span class="dot" aria-hidden="true">·</span>${n.name}</span></telephony-call
        >`)}
      <p role="alert" ?hidden=${!this.error}>${this.error}</p>
    </div>
    <div class="foot">
      ${n>0?b`<button
            class="push"
            data-action="more"
            aria-expanded=${this.all}
            @click=${()=>this.all=!this.all}
          >
            ${R(e,this.all?`popup.fewer`:`popup.more`,{count:n})}
          </button>`:S}
      <button class="push" data-action="hide" @click=${this.hide}>
        ${M(le)}<span>${R(e,`action.hide`)}</span>
      </button>
    </div>`}willUpdate(){this.isShown||(this.modal=this.rising||br(),this.rising=!1)}updated(){let e=this.shown.length>0;e!==this.isShown&&this.show(e)}show(e){if(this.isShown=e,clearInterval(this.watch),e&&(this.watch=setInterval(()=>this.rise(),la)),this.modal){let t=this.frame;e?_r(t):G(t)}else yr(this.frame,e)}rise(){xr(this,this.frame)&&(this.show(!1),this.rising=!0,this.requestUpdate())}hide(e){e==null||e.preventDefault(),this.dismissed=new Set(this.ringing.map(({call:e})=>e.call_id))}command(e){e.stopPropagation(),this.run(e.detail)}async run(e){if(this.connection)try{await _n(this.connection,e)}catch(e){this.error=vn(e)}}},ca.styles=[P,F,Sr,g`
      .dot {
        margin-inline-end: 8px;
      }
      [popover],
      dialog {
        position: fixed;
        top: 16px;
        right: 0;
        bottom: auto;
        left: 0;
        box-sizing: border-box;
        width: min(560px, calc(100vw - 32px));
        max-height: calc(100vh - 32px);
        max-height: calc(100dvh - 32px);
        margin: 0 auto;
        padding: 0;
        border: 0;
        border-radius: 28px;
        color: var(--phone-text);
        background: var(--phone-surface);
        box-shadow: 0 12px 48px rgb(0 0 0 / 0.45);
        overflow: auto;
        font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
      }
      dialog[open],
      .layer {
        animation: arrive 200ms ease-out;
      }
      [popover]:popover-open {
        animation: arrive 200ms ease-out;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.45);
      }
      dialog:focus-visible {
        outline: none;
      }
      .sheet {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
        padding: 12px 12px 0;
      }
      .foot {
        position: sticky;
        bottom: 0;
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 8px;
        padding: 12px;
        background: inherit;
      }
      p {
        margin: 0;
        padding: 0 8px;
      }
      @keyframes arrive {
        from {
          opacity: 0;
          transform: translateY(-24px);
        }
      }
    `],ca),H([O()],$.prototype,`ringing`,void 0),H([O()],$.prototype,`dismissed`,void 0),H([O()],$.prototype,`settling`,void 0),H([O()],$.prototype,`error`,void 0),H([O()],$.prototype,`all`,void 0),H([k(`dialog, [popover]`)],$.prototype,`frame`,void 0),$=H([E(`telephony-popup`)],$),pa=()=>{document.querySelector(`telephony-popup`)||document.body.append(document.createElement(`telephony-popup`))}})),ha,ga,_a,va,ya,ba,xa,Sa,Ca,wa,Ta,Ea,Da,Oa,ka,Aa,ja,Ma,Na=t((()=>{z(),K(),ha=[`calls_in`,`calls_out`,`calls_answered`,`calls_missed`],ga=20,_a=async({devices:e},{connection:t})=>{let{lines:n}=await t.sendMessagePromise({type:`telephony/lines`});return kr(e?n.filter(({device_id:t})=>e.includes(t)):n)},va=e=>e.map(({device_id:e})=>e),ya=(e,t)=>e.flatMap(({entities:{[t]:e},name:n})=>e?[{entity:e,name:n}]:[]),ba=(e,t)=>t.length?[{type:`grid`,cards:[{type:`heading`,heading:e},...t]}]:[],xa=e=>({type:`custom:telephony-card`,...e}),Sa=e=>{let t=/* @__PURE__ */ new Map;for(let n of e){let e=t.get(n.connection);e?e.push(n):t.set(n.connection,[n])}return[...t.values()]},Ca=(e,t)=>{var n;let r=e.map(e=>[e]);return r.length>1?(n=r[r.length-1])==null||n.push(t):r.push([t]),r.map(e=>({type:`grid`,cards:e}))},wa=(e,t)=>{let n=Sa(e).map(e=>{var t;return xa({title:(t=e[0])==null?void 0:t.connection_name,devices:va(e),sections:[`calls`,`dial`]})}),r=xa({devices:va(e),sections:[`log`],log_limit:ga});return{title:R(t,`strategy.calls`),path:`calls`,icon:`mdi:phone`,type:`sections`,max_columns:3,sections:Ca(n,r)}},Ta=(e,t)=>{let n=va(e),r=[xa({devices:n,sections:[`calls`,`dial`],busy_only:!0,compact:!0}),xa({devices:n,lamps:n,sections:[`lamps`]}),xa({devices:n,sections:[`log`],log_limit:ga})];return{title:R(t,`strategy.now`),path:`now`,icon:`mdi:phone-in-talk`,type:`sections`,max_columns:3,sections:r.map(e=>({type:`grid`,cards:[e]}))}},Ea=({entities:e={}},t)=>Object.entries(e).filter(([,{platform:e,translation_key:n}])=>e===`telephony`&&n===t).map(([e])=>e),Da=(e,t)=>e.length?[{type:`statistics-graph`,entities:e,...t}]:[],Oa=e=>[...Da(Ea(e,`active_calls`),{period:`hour`,stat_types:[`max`],days_to_show:7}),...ha.flatMap(t=>Da(Ea(e,t),{chart_type:`bar`,period:`day`,stat_types:[`change`],days_to_show:14}))],ka=(e,t)=>{let n=ya(e,`state`),r=ya(e,`call`).map(({entity:e})=>e),i=ya(e,`missed_calls`),a=e=>R(t.language,`strategy.${e}`);return{title:a(`history`),path:`history`,icon:`mdi:phone-log`,type:`sections`,max_columns:3,sections:[...ba(a(`missed`),i.map(e=>({type:`tile`,...e}))),...ba(a(`states`),n.length?[{type:`history-graph`,entities:n,hours_to_show:24}]:[]),...ba(a(`log`),r.length?[{type:`logbook`,target:{entity_id:r},hours_to_show:24}]:[]),...ba(a(`statistics`),Oa(t))]}},Aa=e=>({title:R(e,`strategy.calls`),cards:[{type:`markdown`,content:R(e,`strategy.no_lines`)}]}),ja=class extends HTMLElement{static async generate(e,t){let n=await _a(e,t);return n.length?{views:[Ta(n,t.language),wa(n,t.language),ka(n,t)]}:{views:[Aa(t.language)]}}},Ma=class extends HTMLElement{static async generate(e,t){let n=await _a(e,t);return n.length?wa(n,t.language):Aa(t.language)}},customElements.define(`ll-strategy-dashboard-telephony`,ja),customElements.define(`ll-strategy-view-telephony`,Ma)})),Pa=/* @__PURE__ */ n({}),Fa=t((()=>{sa(),z(),u(),ma(),qr(),Na(),Kr(e=>R(l(),e)),pa()}));u();var Ia=window;Ia.telephonyCard||(Ia.telephonyCard=o().then(()=>Promise.resolve().then(()=>(Fa(),Pa))));